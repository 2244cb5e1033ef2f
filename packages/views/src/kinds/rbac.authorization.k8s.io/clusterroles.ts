import { getPath, isObject } from '@lanthorn/base/json.ts';
import { grantsText } from './access-rules.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeAt, textOf, BY_NAME } from '../../cells/path-columns.ts';

export const CLUSTER_ROLE_VIEW: KindView = {
  ...kindEntry('clusterroles.rbac.authorization.k8s.io'),
  sections: ['rules', 'givenBy'],
  references: [
    {
      meaning: 'grants',
      to: ['clusterroles.rbac.authorization.k8s.io'],
      at: '.aggregationRule.clusterRoleSelectors[*]',
      selects: 'selector',
    },
  ],
  hiddenFacts: ['rules', 'grants'],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 300 },
    sizeAt({ id: 'rules', width: 80 }, 'rules'),
    textOf({ id: 'grants', width: 460 }, grantsText),
    AGE,
    {
      id: 'aggregated',
      type: 'boolean',
      width: 100,
      isFacet: true,
      read: role => isObject(getPath(role, 'aggregationRule')),
    },
  ],
};
