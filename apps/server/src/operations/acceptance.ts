import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, Right } from '@lanthorn/actions/machinery/action.ts';
import { distinctRights } from '@lanthorn/actions/machinery/distinct-rights.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { ClusterRegistry } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Identity } from '../upstream/identity.ts';
import type { AccessReviews } from './access-reviews.ts';
import type { ResolvedOperation } from './resolve-operation.ts';

/** Why an operation is not begun at all; its status is that of the HTTP answer. */
export interface Refusal {
  readonly status: 403 | 404 | 422;
  readonly problem: Problem;
}

/** Says which actions a request comes to; null where there is nothing to do. */
export interface OperationResolver {
  resolve(
    identity: Identity,
    request: OperationRequest,
  ): Promise<Pick<ResolvedOperation, 'actions' | 'reason' | 'undoes'> | null>;
}

export interface AcceptanceContext {
  /** Who asks for it. */
  readonly identity: Identity;
  readonly clusters: ClusterRegistry;
  readonly runner: OperationResolver;
  readonly access: Pick<AccessReviews, 'check'>;
}

/**
 * What is asked before an operation is taken on, whoever sends it: a page offers nothing that would be refused here. Null where it may be
 * begun, and where there is nothing to begin.
 */
export async function refusalOf(request: OperationRequest, context: AcceptanceContext): Promise<Refusal | null> {
  const resolved = await context.runner.resolve(context.identity, request);
  if (resolved === null) return null;
  const { actions } = resolved;
  return misplaced(actions, context) ?? againstRules(resolved, context) ?? (await forbidden(actions, context));
}

/** What a person asks for where only some actions may be done, or none without a reason. What takes one of these back is one of them. */
function againstRules(
  { actions, reason, undoes }: Pick<ResolvedOperation, 'actions' | 'reason' | 'undoes'>,
  { clusters, identity }: Pick<AcceptanceContext, 'clusters' | 'identity'>,
): Refusal | null {
  for (const { target, params, ...action } of actions) {
    const { kind, right } = actionRecord(action.kind);
    const { cluster } = target;
    const { allowed, asksReason = false } = clusters.get(clusterKey(cluster, identity))?.info ?? {};
    if (allowed?.includes(kind) === false && (undoes === null || !allowed.includes(undoes.kind)))
      return { status: 403, problem: problem('notAmongAllowed', { action: kind, cluster }) };
    if (asksReason && reason === '' && !READS.has(right(target, params).verb))
      return { status: 422, problem: problem('noReason', { cluster }) };
  }
  return null;
}

/** What is only read changes nothing. */
const READS = new Set(['get', 'list', 'watch']);

/** What holds without asking anybody. */
export function misplaced(
  actions: readonly Action[],
  { clusters, identity }: Pick<AcceptanceContext, 'clusters' | 'identity'>,
): Refusal | null {
  for (const { kind, target } of actions) {
    if (clusters.get(clusterKey(target.cluster, identity)) === undefined)
      return { status: 404, problem: problem('noCluster', { cluster: target.cluster }) };
    const record = actionRecord(kind);
    if (!record.appliesTo(target.resource) || record.opens !== undefined)
      return { status: 422, problem: problem('notApplicable', { action: kind, kind: groupResource(target.resource) }) };
  }
  return null;
}

/** Unknown is not forbidden: the API server has the last word. */
async function forbidden(
  actions: readonly Action[],
  { identity, clusters, access }: AcceptanceContext,
): Promise<Refusal | null> {
  for (const name of new Set(actions.map(({ target }) => target.cluster))) {
    const cluster = clusters.get(clusterKey(name, identity));
    const own = actions.filter(({ target }) => target.cluster === name);
    const rights = distinctRights(own.map(({ kind, target, params }) => actionRecord(kind).right(target, params)));
    const allowed = cluster === undefined ? [] : await access.check(cluster, rights);
    const missing = rights.find((_right, i) => allowed[i] === false);
    if (missing !== undefined) return { status: 403, problem: missingRight(missing) };
  }
  return null;
}

/** Says which right is missing, and where. */
export function missingRight({ verb, namespace, ...right }: Right): Problem {
  const kind = groupResource(right);
  return namespace === '' ? problem('notAllowed', { verb, kind }) : problem('notAllowedIn', { verb, kind, namespace });
}
