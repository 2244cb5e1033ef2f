import type { Reason } from '@lanthorn/base/reason.ts';
import type { WhatMayAnswer } from '@lanthorn/protocol/http/role-messages.ts';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import type { AccessSubject } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { type RightLine, rightLines } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { type Grant, grantsOf } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/what-may.ts';
import { mapParallel } from '../upstream/parallel.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { rbacPath, readAll, readOne, reasonOf, refusedWith } from './rbac-objects.ts';

/** Each may ask for a role of its own; whoever has more is told that there are more. */
const MAX_GRANTS = 200;

/**
 * What somebody may do, as roles and bindings say that this person may read; what could not be read is told. Where bindings of all
 * namespaces may not be listed, those of one are. Only roles that a binding names are asked for. Never rejects.
 */
export async function readWhatMay(cluster: Cluster, subject: AccessSubject, namespace: string): Promise<WhatMayAnswer> {
  const unread: { resource: string; reason: Reason }[] = [];
  let onlyIn: string | null = null;
  const missed = (resource: string, error: unknown) => {
    if (!unread.some(one => one.resource === resource)) unread.push({ resource, reason: reasonOf(error) });
    return [];
  };
  const list = (resource: string, at = '') => readAll(cluster, rbacPath({ resource, namespace: at }));
  const [clusterRoleBindings, roleBindings] = await Promise.all([
    list('clusterrolebindings').catch((error: unknown) => missed('clusterrolebindings', error)),
    list('rolebindings').catch((error: unknown) => {
      if (namespace === '' || refusedWith(error) !== 403) return missed('rolebindings', error);
      return list('rolebindings', namespace).then(
        found => {
          onlyIn = namespace;
          return found;
        },
        (again: unknown) => missed('rolebindings', again),
      );
    }),
  ]);
  const grants = grantsOf(subject, { clusterRoleBindings, roleBindings });
  const told = grants.slice(0, MAX_GRANTS);
  const roles = await readRoles(cluster, told, (resource, error) => missed(resource, error));
  return {
    grants: told.map(grant => ({ ...grant, lines: roles.get(roleKey(grant)) ?? null })),
    left: grants.length - told.length,
    onlyIn,
    unread,
  };
}

const RESOURCES: ReadonlyMap<string, { readonly resource: string; readonly isOfCluster: boolean }> = new Map([
  ['ClusterRole', { resource: 'clusterroles', isOfCluster: true }],
  ['Role', { resource: 'roles', isOfCluster: false }],
]);

function roleKey({ namespace, role }: Grant): string {
  const at = RESOURCES.get(role.kind)?.isOfCluster === true ? '' : namespace;
  return JSON.stringify([role.kind, at, role.name]);
}

/** What each role gives, by `roleKey`: each is read once. */
async function readRoles(
  cluster: Cluster,
  grants: readonly Grant[],
  onMissed: (resource: string, error: unknown) => void,
): Promise<ReadonlyMap<string, readonly RightLine[]>> {
  const wanted = new Map(grants.map(grant => [roleKey(grant), grant]));
  const found = new Map<string, readonly RightLine[]>();
  await mapParallel([...wanted], async ([key, { namespace, role }]) => {
    const at = RESOURCES.get(role.kind);
    // A binding of the cluster gives no role of a namespace.
    if (at === undefined || (!at.isOfCluster && namespace === '') || !isPathSegment(role.name)) return;
    try {
      const path = rbacPath({ resource: at.resource, namespace: at.isOfCluster ? '' : namespace, name: role.name });
      found.set(key, rightLines(await readOne(cluster, path)));
    } catch (error) {
      if (refusedWith(error) !== 404) onMissed(at.resource, error);
    }
  });
  return found;
}
