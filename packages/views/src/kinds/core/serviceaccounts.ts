import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { AGE, NAME, NAMESPACE, booleanCell } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { ColumnView, KindView } from '../../cells/kind-view.ts';
import { textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

/** Each once: an account may list a Secret twice. */
function namesAt(account: unknown, field: string): readonly string[] {
  const names = asArray(getPath(account, field)).map(entry => asString(getPath(entry, 'name')));
  return [...new Set(names.filter(name => name !== ''))];
}

/** Names of Secrets of the same namespace. */
function secretsColumn(id: string, field: string): ColumnView {
  return {
    ...textOf({ id, width: 220 }, account => joined(namesAt(account, field))),
    refersToEach: account => {
      const { namespace } = readMeta(account);
      return namesAt(account, field).map(name => ({ apiVersion: 'v1', kind: 'Secret', namespace, name }));
    },
  };
}

export const SERVICE_ACCOUNT_VIEW: KindView = {
  ...kindEntry('serviceaccounts'),
  sections: ['usedBy', 'rights'],
  isOnMap: true,
  references: [
    { meaning: 'uses', to: ['secrets'], at: '.secrets[*].name' },
    { meaning: 'pullSecret', to: ['secrets'], at: '.imagePullSecrets[*].name' },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    secretsColumn('secrets', 'secrets'),
    secretsColumn('pullSecrets', 'imagePullSecrets'),
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
