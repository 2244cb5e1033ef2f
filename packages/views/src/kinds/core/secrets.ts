import { asObject, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, sizeAt, flagAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

/** What its keys are called. Values are in no answer that reaches this process: they are taken out where answers enter. */
export const SECRET_VIEW: KindView = {
  ...kindEntry('secrets'),
  references: [
    ownedBy(),
    { meaning: 'account', to: ['serviceaccounts'], at: ".metadata.annotations['kubernetes.io/service-account.name']" },
  ],
  sections: ['dataKeys', 'editSecretKeys', 'dataReaders'],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    NAMESPACE,
    textAt({ id: 'type', width: 240, isFacet: true }, 'type'),
    sizeAt({ id: 'data', width: 80 }, 'data'),
    textOf({ id: 'keys', width: 260 }, secret => joined(Object.keys(asObject(getPath(secret, 'data'))))),
    flagAt({ id: 'immutable', width: 90, isFacet: true }, 'immutable'),
    AGE,
  ],
};
