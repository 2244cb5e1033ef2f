import { actionRecord, isConfirmed } from '@lanthorn/actions/action-records.ts';
import type { Action, Confirmation, ObjectTarget, Plan } from '@lanthorn/actions/action.ts';
import { editable } from '@lanthorn/actions/edit-object.ts';
import { reactions } from '@lanthorn/actions/reactions.ts';
import { JOBS } from '@lanthorn/actions/run-cronjob.ts';
import { undoOf } from '@lanthorn/actions/undo.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asDryRun } from '@lanthorn/kube/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { Status } from '@lanthorn/kube/status.ts';
import { pathText } from '@lanthorn/kube/three-way-merge.ts';
import { treeChanges } from '@lanthorn/kube/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/type-schema.ts';
import type { Operation, OperationTarget, TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryQuery, OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http-messages.ts';
import { jobStatus } from '@lanthorn/views/kinds/batch/jobs.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import type { HistoryStore, RecordedOutcome } from '../history/history-store.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { misplaced } from './acceptance.ts';
import { type Answer, failure, messageOf, sendRequest, tryRead, trySend } from './api-calls.ts';
import type { ClusterSchemas } from './cluster-schemas.ts';
import { mapParallel } from './parallel.ts';
import { resolveOperation, type ResolvedOperation } from './resolve-operation.ts';

/** A conflict is met by reading again; somebody who writes without pause does not keep us for ever. */
const MAX_ATTEMPTS = 50;
/** Refusals that reading again does not heal. */
const MAX_REFUSALS = 5;
/** Wait before the second attempt after trouble; doubled each time. */
const RETRY_MS = 100;
/** The watch shows an accepted change within milliseconds; after this the operation says what is still missing. */
const CONFIRM_TIMEOUT_MS = 30_000;
/** A Job is followed to its result for so long; what runs longer is looked at on its own page. */
const FOLLOW_MS = 6 * 3_600_000;
/** Operations of this process that may still change; far more than a person begins at a time. */
const MAX_LIVE = 500;
/** The state of so few targets is told and kept with every step of one of them. */
const MAX_TOLD_AT_ONCE = 50;
/** That of more, some hundred kilobytes, no more often than this: what it costs follows the time it takes, not the square of its targets. */
const TELL_MS = 1_000;
/** Operations shown to a tab that opens. */
const MAX_LISTED = 100;
const MAX_ENTRIES = 200;

export interface RunnerContext {
  readonly hub: Hub;
  readonly history: HistoryStore;
  readonly schemas: ClusterSchemas;
  readonly publish: (operation: Operation) => void;
}

type Sent =
  | {
      readonly plan: Plan;
      readonly before: KubeObject | null;
      readonly answer: KubeObject | null;
      readonly status: null;
    }
  | { readonly plan: null; readonly status: Status };

/** Every change goes through here: preview, send, confirm by watch, record; the same id is the same operation. */
export class OperationRunner {
  readonly #context: RunnerContext;
  readonly #clock: Clock;
  readonly #stopped = new Set<string>();
  /** Those of this process as they are now; the history is where they are kept, not where they live. */
  readonly #operations = new Map<string, Operation>();
  /** Those that changed since they were told, each with what cancels its telling. */
  readonly #untold = new Map<string, () => void>();

  constructor(context: RunnerContext) {
    this.#context = context;
    this.#clock = context.hub.clock;
    this.#closeInterrupted();
  }

  /** What the server answers to a dry run of each target; nothing is changed. Null when there is nothing to take back. */
  async preview(request: OperationRequest): Promise<PreviewAnswer | null> {
    const resolved = resolveOperation(request, this.#context.history);
    if (resolved === null) return null;
    const previews = await mapParallel(resolved.actions, action => this.#previewTarget(action));
    return { kind: resolved.kind, previews };
  }

  /** Starts the operation, or finds the one with the same id. Its progress is published. Null: nothing to take back. */
  start(request: OperationRequest): Operation | null {
    const { history } = this.#context;
    const known = this.#operations.get(request.id) ?? history.operation(request.id);
    if (known !== null) return known;
    const resolved = resolveOperation(request, history);
    if (resolved === null) return null;
    const operation: Operation = {
      id: resolved.id,
      kind: resolved.kind,
      user: this.#context.hub.clusters.get(resolved.actions[0]?.target.cluster ?? '')?.info.user ?? '',
      undoOf: resolved.undoOf,
      startedAt: this.#clock.now(),
      revision: 0,
      targets: resolved.actions.map(({ target }) => ({ ...SENT, target })),
    };
    this.#add(operation);
    const run = (action: Action, index: number) => this.#runTarget(resolved, { action, index });
    void mapParallel(resolved.actions, run, resolved.actions[0]?.params.backfill?.atOnce);
    return operation;
  }

  /** An operation of this id was begun, by this process or an earlier one. */
  isKnown(id: string): boolean {
    return this.#operations.has(id) || this.#context.history.operation(id) !== null;
  }

  /** Targets that were not begun are left alone; those on their way go on. */
  stop(id: string): void {
    if (this.#operations.has(id)) this.#stopped.add(id);
  }

  /** What was not told yet is, and kept. */
  close(): void {
    for (const id of this.#untold.keys()) this.#tell(id);
  }

  /** Newest last. */
  list(): Operation[] {
    return this.#context.history.recent(MAX_LISTED).toReversed();
  }

  ofObject(query: HistoryQuery) {
    const { history } = this.#context;
    return { entries: history.ofObject(query, MAX_ENTRIES), isLasting: history.isLasting };
  }

  /** A process that ended in the middle of an operation left it so: nobody knows what came of it. */
  #closeInterrupted(): void {
    const { history } = this.#context;
    for (const operation of history.recent(MAX_LISTED)) {
      const isOpen = ({ phase }: OperationTarget) => phase === 'sent' || phase === 'accepted';
      if (!operation.targets.some(isOpen)) continue;
      const targets = operation.targets.map(target =>
        isOpen(target) ? { ...target, message: 'operation.interrupted' } : target,
      );
      history.saveOperation({ ...operation, targets, revision: operation.revision + 1 });
    }
  }

  async #previewTarget(action: Action): Promise<TargetPreview> {
    const { target } = action;
    const refused = (status: Status): TargetPreview => ({ ...NO_PREVIEW, target, refusal: status });
    try {
      const refusal = misplaced([action], this.#context.hub.clusters);
      if (refusal !== null) return refused(failure(refusal.message, refusal.status));
      const cluster = this.#cluster(target);
      const planned = await this.#rehearse(cluster, action);
      if (planned.plan === null) return refused(planned.status);
      const { plan, fresh, schema, dry } = planned;
      const { kubectl, isDone, confirmation } = plan;
      const clashes = plan.clashes.map(clash => ({ ...clash, path: pathText(clash.path) }));
      const creates = confirmation.type === 'exists' ? confirmation.name : null;
      const effects = [...plan.effects, ...(creates === null && fresh !== null ? reactions(fresh) : [])];
      const common = { ...NO_PREVIEW, target, effects, kubectl, isDone, clashes };
      if (dry === null) return { ...common, creates };
      const changes = creates === null ? changesOf(fresh, dry.object, schema) : [];
      return { ...common, creates, warnings: dry.warnings, refusal: dry.status, changes };
    } catch (error) {
      return refused(failure(messageOf(error)));
    }
  }

  /** Plans on the object as it is, and asks for a dry run of what is to be sent; whoever was quicker in between is met by reading again. */
  async #rehearse(cluster: Cluster, action: Action) {
    for (let attempt = 1; ; attempt++) {
      const planned = await this.#plan(cluster, action);
      if (planned.plan === null) return planned;
      const { plan } = planned;
      if (plan.isDone || plan.clashes.length > 0) return { ...planned, dry: null };
      const dry = await sendRequest(cluster, asDryRun(plan.request));
      if (!isWorthRepeating(dry, plan) || attempt >= (dry.code === 409 ? MAX_ATTEMPTS : MAX_REFUSALS))
        return { ...planned, dry };
    }
  }

  async #runTarget(operation: ResolvedOperation, { action, index }: { action: Action; index: number }): Promise<void> {
    const update = (change: Partial<OperationTarget>) => this.#update(operation.id, index, change);
    if (this.#stopped.has(operation.id)) return update({ phase: 'failed', message: 'operation.stopped' });
    try {
      // Whoever began it: what an action is not made for is never sent.
      const refusal = misplaced([action], this.#context.hub.clusters);
      if (refusal !== null)
        return update({ phase: 'failed', status: failure(refusal.message, refusal.status), message: refusal.message });
      const cluster = this.#cluster(action.target);
      const schema = await this.#schema(cluster, action.target);
      const sent = await this.#sendUntilSettled(cluster, action, schema);
      if (sent.plan === null) {
        return update({ phase: 'failed', status: sent.status, message: sent.status.message ?? '' });
      }
      const { plan, before, answer } = sent;
      const outcome = outcomeOf(sent, action.target, schema);
      this.#context.history.saveOutcome({ operationId: operation.id, index, target: action.target }, outcome);
      const canUndo = undoOf({ kind: action.kind, target: action.target, ...outcome }) !== null && before !== answer;
      const created = plan.confirmation.type === 'exists' ? { name: plan.confirmation.name } : null;
      update({ phase: 'accepted', created, kubectl: plan.kubectl, canUndo });
      const isSeen = await this.#confirm(cluster, { action, confirmation: plan.confirmation, answer });
      update(isSeen ? { phase: 'seen' } : { message: 'confirm.timeout' });
      if (!isSeen || created === null || !STARTS_JOB.has(action.kind)) return undefined;
      const followed = this.#follow(cluster, { ...action.target, resource: JOBS, name: created.name }, update);
      // A backfill starts the next slot when one is done: so many at a time as there are workers.
      if (action.kind === 'cronjob.backfill') await followed;
    } catch (error) {
      update({ phase: 'failed', status: failure(messageOf(error)), message: messageOf(error) });
    }
    return undefined;
  }

  /** Reads the target as it is now and plans on that. */
  async #plan(
    cluster: Cluster,
    action: Action,
  ): Promise<
    | { readonly plan: Plan; readonly fresh: KubeObject | null; readonly schema: TypeSchema | null }
    | { readonly plan: null; readonly code: number; readonly status: Status }
  > {
    const { target } = action;
    const record = actionRecord(action.kind);
    const [read, schema] = await Promise.all([tryRead(cluster, target), this.#schema(cluster, target)]);
    const context = { context: target.cluster, schema, now: this.#clock.now() };
    if (record.needs === 'absent') {
      if (read.object !== null)
        return { plan: null, code: 409, status: failure('an object of this name is there', 409) };
      if (read.code !== 404) return { plan: null, code: read.code, status: read.status ?? failure('no answer') };
      return { plan: record.plan(action, { metadata: { name: target.name } }, context), fresh: null, schema };
    }
    if (read.object === null)
      return { plan: null, code: read.code, status: read.status ?? failure('the object is gone', 404) };
    if (read.object.metadata.uid !== target.uid)
      return { plan: null, code: 409, status: failure('another object of this name took its place', 409) };
    return { plan: record.plan(action, read.object, context), fresh: read.object, schema };
  }

  /** Reads, plans and sends; a conflict reads again, an answer lost on the way is found by the name fixed beforehand. */
  async #sendUntilSettled(cluster: Cluster, action: Action, schema: TypeSchema | null): Promise<Sent> {
    const record = actionRecord(action.kind);
    let last = failure('the change could not be made');
    let refusals = 0;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && refusals < MAX_REFUSALS; attempt++) {
      // A connection that broke takes what is read next with it: a little later it is a new one.
      if (refusals > 0) await this.#pause(RETRY_MS * 2 ** (refusals - 1));
      const planned = await this.#plan(cluster, action);
      if (planned.plan === null) {
        if (planned.code === 0) {
          last = planned.status;
          refusals++;
          continue;
        }
        // What this very action did before its answer was lost is done.
        if (record.needs === 'absent' && planned.code === 409) {
          const { object } = await tryRead(cluster, action.target);
          if (attempt > 1 && object !== null && record.isOwnWork(action, object)) {
            const plan = record.plan(action, object, {
              context: action.target.cluster,
              schema,
              now: this.#clock.now(),
            });
            return { plan, before: null, answer: object, status: null };
          }
        }
        if (action.kind === 'object.delete' && planned.code === 404) {
          const gone = { metadata: { uid: action.target.uid } };
          const plan = record.plan(action, gone, { context: action.target.cluster, schema, now: this.#clock.now() });
          return { plan, before: null, answer: null, status: null };
        }
        return { plan: null, status: planned.status };
      }
      const { plan, fresh: before } = planned;
      if (plan.clashes.length > 0) return { plan: null, status: clashed(plan) };
      if (plan.isDone) return { plan, before, answer: before, status: null };
      const answer = await trySend(cluster, plan.request);
      if (answer.status === null) return { plan, before, answer: answer.object, status: null };
      last = answer.status;
      const own = await this.#ownWork(cluster, action, plan);
      if (own !== null) return { plan, before, answer: own, status: null };
      if (!isWorthRepeating(answer, plan)) return { plan: null, status: last };
      if (answer.code !== 409) refusals++;
    }
    return { plan: null, status: last };
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => this.#clock.schedule(ms, resolve));
  }

  async #ownWork(cluster: Cluster, action: Action, { confirmation }: Plan): Promise<KubeObject | null> {
    const target = confirmation.type === 'exists' ? { ...action.target, ...confirmation } : action.target;
    const { object } = await tryRead(cluster, target);
    return object !== null && actionRecord(action.kind).isOwnWork(action, object) ? object : null;
  }

  /** Waits until the watch of the object shows the effect. */
  #confirm(
    cluster: Cluster,
    change: { action: Action; confirmation: Confirmation; answer: KubeObject | null },
  ): Promise<boolean> {
    const target = change.confirmation.type === 'exists' ? change.confirmation : change.action.target;
    return this.#watch(cluster, target, {
      until: object => isConfirmed(change, object),
      timeoutMs: CONFIRM_TIMEOUT_MS,
    });
  }

  /** A Job to its result. */
  async #follow(
    cluster: Cluster,
    job: ObjectTarget,
    update: (change: Partial<OperationTarget>) => void,
  ): Promise<void> {
    let result = '';
    const until = (object: KubeObject | null) => {
      result = object === null ? 'operation.jobGone' : jobStatus(object).status;
      return object === null || jobStatus(object).tone === 'ok' || jobStatus(object).tone === 'bad';
    };
    if (await this.#watch(cluster, job, { until, timeoutMs: FOLLOW_MS })) update({ phase: 'settled', message: result });
  }

  #watch(
    cluster: Cluster,
    { resource, namespace, name }: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>,
    { until, timeoutMs }: { until: (object: KubeObject | null) => boolean; timeoutMs: number },
  ): Promise<boolean> {
    const lease = this.#context.hub.object(cluster, { resource, namespace, name });
    return new Promise(resolve => {
      const finish = (isSeen: boolean) => {
        cancel();
        stop();
        // Of many targets each has a connection of its own for its watch.
        lease.end();
        resolve(isSeen);
      };
      const check = () => {
        const { object, state } = lease.value;
        if (state.kind === 'live' && until(object)) finish(true);
      };
      const cancel = this.#clock.schedule(timeoutMs, () => finish(false));
      const stop = lease.value.subscribe(check);
      check();
    });
  }

  #update(id: string, index: number, change: Partial<OperationTarget>): void {
    const operation = this.#operations.get(id);
    if (operation === undefined) return;
    const targets = operation.targets.map((target, i) => (i === index ? { ...target, ...change } : target));
    this.#operations.set(id, { ...operation, revision: operation.revision + 1, targets });
    if (targets.length <= MAX_TOLD_AT_ONCE) this.#tell(id);
    else if (!this.#untold.has(id))
      this.#untold.set(
        id,
        this.#clock.schedule(TELL_MS, () => this.#tell(id)),
      );
  }

  #add(operation: Operation): void {
    const [oldest] = this.#operations.keys();
    if (this.#operations.size >= MAX_LIVE && oldest !== undefined) {
      if (this.#untold.has(oldest)) this.#tell(oldest);
      this.#operations.delete(oldest);
      this.#stopped.delete(oldest);
    }
    this.#operations.set(operation.id, operation);
    this.#tell(operation.id);
  }

  /** Keeps it and shows it as it is now. */
  #tell(id: string): void {
    this.#untold.get(id)?.();
    this.#untold.delete(id);
    const operation = this.#operations.get(id);
    if (operation === undefined) return;
    this.#context.history.saveOperation(operation);
    this.#context.publish(operation);
  }

  #cluster(target: ObjectTarget): Cluster {
    const cluster = this.#context.hub.clusters.get(target.cluster);
    if (cluster === undefined) throw new Error(`there is no cluster "${target.cluster}"`);
    return cluster;
  }

  #schema(cluster: Cluster, { resource }: ObjectTarget): Promise<TypeSchema | null> {
    const kind = findKindView(resource)?.kind;
    return kind === undefined
      ? Promise.resolve(null)
      : this.#context.schemas.ofKind(cluster, { group: resource.group, version: resource.version, kind });
  }
}

/** What they create is a Job, whose result is worth knowing. */
const STARTS_JOB = new Set<Action['kind']>(['cronjob.run', 'cronjob.backfill', 'job.rerun']);

const SENT: Omit<OperationTarget, 'target'> = {
  phase: 'sent',
  created: null,
  status: null,
  message: '',
  kubectl: '',
  canUndo: false,
};

const NO_PREVIEW: Omit<TargetPreview, 'target'> = {
  effects: [],
  kubectl: '',
  isDone: false,
  warnings: [],
  refusal: null,
  creates: null,
  changes: [],
  clashes: [],
};

/** A conflict, an answer that never came, or a JSON patch whose test failed because somebody was quicker (422). */
function isWorthRepeating({ code, status }: Answer, { request }: Plan): boolean {
  if (status?.reason === 'AlreadyExists') return false;
  const isTested = request.headers?.['content-type'] === 'application/json-patch+json';
  return code === 409 || code === 0 || (code === 422 && isTested);
}

function clashed({ clashes }: Plan): Status {
  const message = `somebody else changed the same: ${clashes.map(({ path }) => pathText(path)).join(', ')}`;
  return { ...failure(message, 409), reason: 'Clash' };
}

/** Values of Secrets are not written down, so an operation on one cannot be taken back. */
function outcomeOf(
  { plan, before, answer }: Extract<Sent, { status: null }>,
  { resource }: ObjectTarget,
  schema: TypeSchema | null,
): RecordedOutcome {
  const isSecret = resource.group === '' && resource.resource === 'secrets';
  if (isSecret) return { request: { ...plan.request, body: '' }, before: null, after: null, changes: [] };
  const changes = plan.confirmation.type === 'exists' ? [] : changesOf(before, answer, schema);
  return { request: plan.request, before, after: answer, changes };
}

/** What differs in what people write; what the server keeps of its own is not shown. */
function changesOf(before: KubeObject | null, after: KubeObject | null, schema: TypeSchema | null) {
  return before === null || after === null ? [] : treeChanges(editable(before), editable(after), schema);
}
