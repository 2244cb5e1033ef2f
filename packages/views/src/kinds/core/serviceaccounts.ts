import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE, booleanCell } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

const namesAt = (field: string) => (account: unknown) =>
  joined(asArray(getPath(account, field)).map(entry => asString(getPath(entry, 'name'))));

export const SERVICE_ACCOUNT_VIEW: KindView = {
  ...kindEntry('serviceaccounts'),
  sections: ['rights'],
  isOnMap: true,
  references: [
    { meaning: 'uses', to: ['secrets'], at: '.secrets[*].name' },
    { meaning: 'pullSecret', to: ['secrets'], at: '.imagePullSecrets[*].name' },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    textOf({ id: 'secrets', width: 220 }, namesAt('secrets')),
    textOf({ id: 'pullSecrets', width: 220 }, namesAt('imagePullSecrets')),
    {
      id: 'automount',
      type: 'boolean',
      width: 120,
      isFacet: true,
      // What is not said is so.
      read: account => booleanCell(getPath(account, 'automountServiceAccountToken') ?? true),
    },
    AGE,
  ],
};
