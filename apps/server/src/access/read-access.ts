import type { Reason } from '@lanthorn/base/reason.ts';
import type { WhoCanAnswer } from '@lanthorn/protocol/http/role-messages.ts';
import {
  type AccessObjects,
  type AskedRight,
  whoCan,
} from '@lanthorn/views/kinds/rbac.authorization.k8s.io/who-can.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { rbacPath, readAll, reasonOf } from './rbac-objects.ts';

const LISTS = {
  clusterRoles: { resource: 'clusterroles', isOfCluster: true },
  clusterRoleBindings: { resource: 'clusterrolebindings', isOfCluster: true },
  roles: { resource: 'roles', isOfCluster: false },
  roleBindings: { resource: 'rolebindings', isOfCluster: false },
} as const satisfies Readonly<
  Record<keyof AccessObjects, { readonly resource: string; readonly isOfCluster: boolean }>
>;

/** Who has a right, as roles and bindings say that this person may read; which could not be read is told. Never rejects. */
export async function readWhoCan(cluster: Cluster, right: AskedRight): Promise<WhoCanAnswer> {
  const unread: { resource: string; reason: Reason }[] = [];
  const read = async (list: keyof AccessObjects): Promise<readonly unknown[]> => {
    const { resource, isOfCluster } = LISTS[list];
    // What is in no namespace is not given by what is in one.
    if (!isOfCluster && right.namespace === '') return [];
    try {
      return await readAll(cluster, rbacPath({ resource, namespace: isOfCluster ? '' : right.namespace }));
    } catch (error) {
      unread.push({ resource, reason: reasonOf(error) });
      return [];
    }
  };
  const [clusterRoles, clusterRoleBindings, roles, roleBindings] = await Promise.all([
    read('clusterRoles'),
    read('clusterRoleBindings'),
    read('roles'),
    read('roleBindings'),
  ]);
  return { ...whoCan(right, { clusterRoles, clusterRoleBindings, roles, roleBindings }), unread };
}
