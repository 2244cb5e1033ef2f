import { BINDING_COLUMNS, BINDING_REFERENCES } from './access-rules.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { BY_NAME } from '../../cells/path-columns.ts';

export const ROLE_BINDING_VIEW: KindView = {
  ...kindEntry('rolebindings.rbac.authorization.k8s.io'),
  sections: ['binding'],
  references: BINDING_REFERENCES,
  hiddenFacts: ['users', 'groups', 'accounts'],
  defaultSort: BY_NAME,
  columns: [{ ...NAME, width: 260 }, NAMESPACE, ...BINDING_COLUMNS, AGE],
};
