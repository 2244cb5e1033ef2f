import { grantsText } from './access-rules.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeAt, textOf, BY_NAME } from '../../cells/path-columns.ts';

export const ROLE_VIEW: KindView = {
  ...kindEntry('roles.rbac.authorization.k8s.io'),
  sections: ['rules', 'givenBy'],
  hiddenFacts: ['rules', 'grants'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    sizeAt({ id: 'rules', width: 80 }, 'rules'),
    textOf({ id: 'grants', width: 460 }, grantsText),
    AGE,
  ],
};
