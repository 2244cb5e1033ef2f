import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

const sideText = (grant: unknown, side: string, keys: readonly string[]) =>
  joined(
    asArray(getPath(grant, 'spec', side)).map(
      entry =>
        joined(
          keys.map(key => asString(getPath(entry, key))),
          '/',
        ) ?? '',
    ),
  );

export const REFERENCE_GRANT_VIEW: KindView = {
  ...kindEntry('referencegrants.gateway.networking.k8s.io'),
  references: [{ meaning: 'allows', to: ['services'], at: '.spec.to[*]', isOpen: true }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    textOf({ id: 'from', width: 320 }, grant => sideText(grant, 'from', ['group', 'kind', 'namespace'])),
    textOf({ id: 'to', width: 260 }, grant => sideText(grant, 'to', ['group', 'kind', 'name'])),
    AGE,
  ],
};
