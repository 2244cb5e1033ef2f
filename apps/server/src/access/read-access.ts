import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus, refusalReason } from '@lanthorn/kube/api/status.ts';
import type { WhoCanAnswer } from '@lanthorn/protocol/http-messages.ts';
import {
  type AccessObjects,
  type AskedRight,
  whoCan,
} from '@lanthorn/views/kinds/rbac.authorization.k8s.io/who-can.ts';
import type { Cluster } from '../upstream/cluster.ts';

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const PAGE = 500;
/** Twenty thousand of a kind: more than any cluster is known to have. Beyond that it is said that not all were read. */
const MAX_PAGES = 40;

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
      return await readAll(cluster, resourcePath({ ...RBAC, resource, namespace: isOfCluster ? '' : right.namespace }));
    } catch (error) {
      unread.push({ resource, reason: error instanceof Refused ? error.reason : reasonOfError(error) });
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

/** The API server's own words. */
class Refused extends Error {
  override name = 'Refused';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.reason = reason;
  }
}

async function readAll(cluster: Cluster, path: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: String(PAGE), ...(next === '' ? {} : { continue: next }) };
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const response = await cluster.source.send({ method: 'GET', path, query });
    // oxlint-disable-next-line no-await-in-loop -- see above
    const body = await readBody(response);
    if (response.status !== 200) throw new Refused(refusalReason(readStatus(response.status, body)));
    const list: unknown = parseJson(body);
    found.push(...asArray(getPath(list, 'items')));
    next = asString(getPath(list, 'metadata', 'continue'));
    if (next === '') return found;
  }
  throw new Error(`more than ${MAX_PAGES * PAGE} objects`);
}
