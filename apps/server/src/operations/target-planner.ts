import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, ObjectTarget, Plan } from '@lanthorn/actions/machinery/action.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { refusalBy, tryRead } from '../upstream/api-calls.ts';
import type { ClusterSchemas } from './cluster-schemas.ts';
import { readRelated } from './related-lists.ts';

/** What is to be sent for a target, or why nothing can be; code 0: the server did not answer. */
export type PlannedTarget =
  | { readonly plan: Plan; readonly fresh: KubeObject | null; readonly schema: TypeSchema | null }
  | { readonly plan: null; readonly code: number; readonly status: Status };

/** Plans an action on its target as it is now. */
export class TargetPlanner {
  readonly #schemas: ClusterSchemas;

  constructor(schemas: ClusterSchemas) {
    this.#schemas = schemas;
  }

  /**
   * Reads the target as it is now and plans on that. `startedAt` is when the action began, in the cluster's time: planned again, it is the same; without
   * it this is a rehearsal, which also tells what is only said before.
   */
  async plan(cluster: Cluster, action: Action, startedAt: number | null = null): Promise<PlannedTarget> {
    const { target } = action;
    const record = actionRecord(action.kind);
    const [read, schema] = await Promise.all([tryRead(cluster, target), this.findSchema(cluster, target)]);
    const context = { context: target.cluster, schema, now: startedAt ?? cluster.clock.now() };
    if (record.needs === 'absent') {
      if (read.object !== null) return { plan: null, code: 409, status: refusalBy(problem('nameTaken', {}), 409) };
      if (read.code !== 404)
        return { plan: null, code: read.code, status: read.status ?? refusalBy(problem('noAnswer', {}), 0) };
      return { plan: record.plan(action, { metadata: { name: target.name } }, context), fresh: null, schema };
    }
    if (read.object === null)
      return { plan: null, code: read.code, status: read.status ?? refusalBy(problem('objectGone', {}), 404) };
    if (read.object.metadata.uid !== target.uid)
      return { plan: null, code: 409, status: refusalBy(problem('objectReplaced', {}), 409) };
    const lists = record.related?.(target, read.object) ?? [];
    const needed = lists.map(list => (list.isAdvice && startedAt !== null ? null : list));
    const found = await readRelated(
      cluster,
      needed.filter(list => list !== null),
    );
    const related = needed.map(list => (list === null ? null : (found.shift() ?? null)));
    return { plan: record.plan(action, read.object, { ...context, related }), fresh: read.object, schema };
  }

  /** The type of the target's kind; null where the server does not publish it. */
  findSchema(cluster: Cluster, { resource }: ObjectTarget): Promise<TypeSchema | null> {
    const kind = findKindView(resource)?.kind;
    return kind === undefined
      ? Promise.resolve(null)
      : this.#schemas.ofKind(cluster, { group: resource.group, version: resource.version, kind });
  }
}
