import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type {
  Action,
  ActionParams,
  ObjectTarget,
  Plan,
  PlanContext,
  RelatedList,
} from '@lanthorn/actions/machinery/action.ts';
import { withoutUnseen } from '@lanthorn/actions/machinery/without-unseen.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { groupResource, parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { refusalBy, tryRead } from '../upstream/api-calls.ts';
import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import type { PackLibrary } from '../packs/pack-library.ts';
import type { ClusterSchemas } from './cluster-schemas.ts';
import { type ReadLists, readRelated } from './related-lists.ts';

/** What is to be sent for a target, or why nothing can be; code 0: the server did not answer. */
export type PlannedTarget =
  | { readonly plan: Plan; readonly fresh: KubeObject | null; readonly schema: TypeSchema | null }
  | { readonly plan: null; readonly code: number; readonly status: Status };

/** When an action began, in the cluster's time, and what is read once for it: planned again, it is the same. */
interface Beginning {
  readonly at: number;
  readonly once: ReadLists;
}

/** Of an action that begins now. */
export function beginning(cluster: Cluster): Beginning {
  return { at: cluster.clock.now(), once: new Map() };
}

/** What packs say of kinds. */
export type KnownPacks = Pick<PackLibrary, 'kindOf'>;

const NO_PACKS: KnownPacks = { kindOf: () => null };

/** Plans an action on its target as it is now. */
export class TargetPlanner {
  readonly #schemas: ClusterSchemas;
  readonly #packs: KnownPacks;
  readonly #known: ReadLists | undefined;

  constructor(schemas: ClusterSchemas, packs = NO_PACKS, known?: ReadLists) {
    this.#schemas = schemas;
    this.#packs = packs;
    this.#known = known;
  }

  /** For what is asked of many targets at once: what they have in common is read once. */
  forOneQuestion(): TargetPlanner {
    return new TargetPlanner(this.#schemas, this.#packs, new Map());
  }

  /** Undefined where the action is none of a pack; null where no pack has it, in the part that the rights were asked for. */
  #packActionOf({ kind, target, params }: Action): PackAction | null | undefined {
    if (actionRecord(kind).isOfPack !== true) return undefined;
    const actions = this.#packs.kindOf(target.resource)?.actions ?? [];
    return actions.find(({ name, part }) => name === params.pack?.action && part === params.pack.part) ?? null;
  }

  /** Reads the target as it is now and plans on that. Without a beginning this is a rehearsal, which also tells what is only said before. */
  async plan(cluster: Cluster, action: Action, began: Beginning | null = null): Promise<PlannedTarget> {
    const { target } = action;
    const record = actionRecord(action.kind);
    const packAction = this.#packActionOf(action);
    if (packAction === null) {
      const values = { action: action.params.pack?.title ?? action.kind, kind: groupResource(target.resource) };
      return { plan: null, code: 422, status: refusalBy(problem('notApplicable', values), 422) };
    }
    const read = await tryRead(cluster, target);
    const schema = await this.findSchema(cluster, target, read.object);
    const started = { context: target.cluster, schema, now: began?.at ?? cluster.clock.now() };
    const context = packAction === undefined ? started : { ...started, packAction };
    const needs = needsOf(action);
    if (needs === 'absent') {
      if (read.object !== null) return { plan: null, code: 409, status: refusalBy(problem('nameTaken', {}), 409) };
      if (read.code !== 404)
        return { plan: null, code: read.code, status: read.status ?? refusalBy(problem('noAnswer', {}), 0) };
      const absent = { metadata: { name: target.name } };
      const related = await this.#related(cluster, action, { object: absent, began });
      return { plan: record.plan(action, absent, { ...context, related }), fresh: null, schema };
    }
    if (needs === 'either' && read.object === null && read.code === 404)
      return { plan: record.plan(action, { metadata: { name: target.name } }, context), fresh: null, schema };
    if (read.object === null)
      return { plan: null, code: read.code, status: read.status ?? refusalBy(problem('objectGone', {}), 404) };
    if (needs !== 'either' && read.object.metadata.uid !== target.uid)
      return { plan: null, code: 409, status: refusalBy(problem('objectReplaced', {}), 409) };
    const related = await this.#related(cluster, action, { object: read.object, began });
    const fresh = read.object;
    const planOf = (params: ActionParams) => record.plan({ ...action, params }, fresh, { ...context, related });
    return { plan: planOf(withoutUnseen(action.params, params => planOf(params).clashes)), fresh, schema };
  }

  /** The lists that the action is planned with, in their order; null where one is not known, or not read for sending. */
  async #related(
    cluster: Cluster,
    { kind, target, params }: Action,
    { object, began }: { readonly object: KubeObject; readonly began: Beginning | null },
  ): Promise<NonNullable<PlanContext['related']>> {
    const lists = actionRecord(kind).related?.(target, object, params) ?? [];
    const known = this.#known ?? new Map();
    return Promise.all(
      lists.map(async list => {
        if (list.isAdvice && began !== null) return null;
        const [found = null] = await readRelated(cluster, [list], list.isReadOnce ? (began?.once ?? known) : known);
        return found;
      }),
    );
  }

  /** Lists that a preview tells by, in their order; null where one may not be read. */
  readAdvice(cluster: Cluster, lists: readonly RelatedList[]): Promise<NonNullable<PlanContext['related']>> {
    return readRelated(cluster, lists, this.#known);
  }

  /**
   * The type of the target's kind, as the object itself says which and in which version it is, where it was read; null where the server does not
   * publish it.
   */
  findSchema(cluster: Cluster, { resource }: ObjectTarget, object: KubeObject | null): Promise<TypeSchema | null> {
    const kind = object?.kind ?? findKindView(resource)?.kind;
    const { group, version } = object?.apiVersion === undefined ? resource : parseApiVersion(object.apiVersion);
    return kind === undefined ? Promise.resolve(null) : this.#schemas.ofKind(cluster, { group, version, kind });
  }
}

/** Whether the target must be there, as far as that is known before it is read. */
export function needsOf(action: Action): 'present' | 'absent' | 'either' {
  const { needs, expects } = actionRecord(action.kind);
  return needs === 'either' ? (expects?.(action) ?? 'either') : needs;
}
