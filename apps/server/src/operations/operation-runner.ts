import { actionRecord, isConfirmed } from '@lanthorn/actions/action-records.ts';
import type { Action, Confirmation, ObjectTarget, Plan } from '@lanthorn/actions/action.ts';
import { editable } from '@lanthorn/actions/edit-object.ts';
import { reactions } from '@lanthorn/actions/reactions.ts';
import { JOBS } from '@lanthorn/actions/run-cronjob.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asDryRun } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { Operation, OperationTarget, TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http-messages.ts';
import { jobStatus } from '@lanthorn/views/kinds/batch/jobs.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import type { OperationsStore, RecordedOutcome } from '../history/stores/operations-store.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { misplaced } from './acceptance.ts';
import { type Answer, failure, messageOf, refusalBy, sendRequest, tryRead, trySend } from '../upstream/api-calls.ts';
import type { ClusterSchemas } from './cluster-schemas.ts';
import { DeletedObjects } from './deleted-objects.ts';
import { OperationJournal } from './operation-journal.ts';
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
/** A watch that is found broken is asked for again after this, once: its back-off is not what the person who acted waits for. */
const ASK_MS = 200;
/** A Job is followed to its result for so long; what runs longer is looked at on its own page. */
const FOLLOW_MS = 6 * 3_600_000;

export interface RunnerContext {
  readonly hub: Hub;
  readonly store: OperationsStore;
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
  readonly #journal: OperationJournal;
  readonly #stopped = new Set<string>();
  /** Asked for and not begun yet: the same message once more is the same operation. */
  readonly #starting = new Map<string, Promise<Operation | null>>();
  /** Requests that were sent and whose answers are not kept yet. */
  readonly #sending = new Set<Promise<unknown>>();
  readonly #deleted: DeletedObjects;
  #isClosing = false;

  constructor(context: RunnerContext) {
    this.#context = context;
    this.#clock = context.hub.clock;
    this.#deleted = new DeletedObjects(this.#clock, (target, options) =>
      this.#watch(this.#cluster(target), target, options),
    );
    this.#journal = new OperationJournal({
      ...context,
      clock: this.#clock,
      // Of a cluster that is not there any more nobody is asked.
      goOn: deletion =>
        context.hub.clusters.get(deletion.target.cluster) !== undefined && this.#deleted.follow(deletion),
    });
    void this.#journal.closeAbandoned();
  }

  /** What the server answers to a dry run of each target; nothing is changed. Null when there is nothing to take back. */
  async preview(request: OperationRequest): Promise<PreviewAnswer | null> {
    const resolved = await this.resolve(request);
    if (resolved === null) return null;
    const previews = await mapParallel(resolved.actions, action => this.#previewTarget(action));
    return { kind: resolved.kind, previews };
  }

  /** What is asked for. Null: nothing to take back. Rejects when the records of what is to be taken back cannot be read. */
  resolve(request: OperationRequest): Promise<ResolvedOperation | null> {
    const { store } = this.#context;
    const operations = {
      operation: (id: string) => this.#journal.find(id),
      outcome: (id: string, index: number) => store.outcome(id, index),
    };
    return resolveOperation(request, { operations, clock: this.#clock });
  }

  /** Starts the operation, or finds the one with the same id. Its progress is published. Null: nothing to take back. */
  start(request: OperationRequest): Promise<Operation | null> {
    const asked = this.#starting.get(request.id) ?? this.#start(request);
    this.#starting.set(request.id, asked);
    const forget = () => void this.#starting.delete(request.id);
    asked.then(forget, forget);
    return asked;
  }

  /** An operation of this id was begun, by this process or an earlier one. */
  async isKnown(id: string): Promise<boolean> {
    return this.#starting.has(id) || (await this.#find(id)) !== null;
  }

  /** Targets that were not begun are left alone; those on their way go on. */
  stop(id: string): void {
    if (this.#journal.isLive(id)) this.#stopped.add(id);
  }

  /** Begins no more targets, and resolves when what came of those under way is kept. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#deleted.close();
    while (this.#sending.size > 0) await Promise.all(this.#sending);
    this.#journal.close();
  }

  /** Newest last. */
  list(): Promise<Operation[]> {
    return this.#journal.list();
  }

  /** A history that cannot be read is no reason to do nothing. */
  #find(id: string): Promise<Operation | null> {
    return this.#journal.find(id).catch(() => null);
  }

  async #start(request: OperationRequest): Promise<Operation | null> {
    const known = await this.#find(request.id);
    if (known !== null) return known;
    const resolved = await this.resolve(request);
    if (resolved === null) return null;
    const cluster = this.#context.hub.clusters.get(resolved.actions[0]?.target.cluster ?? '');
    const operation: Operation = {
      id: resolved.id,
      kind: resolved.kind,
      user: cluster?.info.user ?? '',
      undoOf: resolved.undoOf,
      undoes: resolved.undoes,
      startedAt: (cluster?.clock ?? this.#clock).now(),
      revision: 0,
      targets: resolved.actions.map(({ target }) => ({ ...SENT, target })),
    };
    if (resolved.undoOf !== null) await this.#journal.revive(resolved.undoOf);
    await this.#journal.begin(operation);
    const run = (action: Action, index: number) => this.#runTarget(resolved, { action, index });
    const ended = mapParallel(resolved.actions, run, atOnce(resolved.actions[0]));
    void ended.then(() => this.#stopped.delete(operation.id));
    return operation;
  }

  async #previewTarget(action: Action): Promise<TargetPreview> {
    const { target } = action;
    const refused = (status: Status): TargetPreview => ({ ...NO_PREVIEW, target, refusal: status });
    try {
      const refusal = misplaced([action], this.#context.hub.clusters);
      if (refusal !== null) return refused(refusalBy(refusal.problem, refusal.status));
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
    const update = (change: Partial<OperationTarget>) => this.#journal.update(operation.id, index, { change });
    if (this.#isClosing || this.#stopped.has(operation.id))
      return update({ phase: 'failed', message: 'operation.stopped' });
    try {
      // Whoever began it: what an action is not made for is never sent.
      const refusal = misplaced([action], this.#context.hub.clusters);
      if (refusal !== null)
        return await update({
          phase: 'failed',
          status: refusalBy(refusal.problem, refusal.status),
          message: refusal.problem.message,
        });
      const cluster = this.#cluster(action.target);
      const sending = this.#send(operation, { action, index, cluster });
      this.#sending.add(sending);
      const sent = await sending.finally(() => this.#sending.delete(sending));
      if (sent === null) return undefined;
      const { confirmation, answer, created } = sent;
      if (confirmation.type === 'gone')
        return await this.#deleted.confirm({ target: action.target, message: '', update });
      const isSeen = await this.#confirm(cluster, { action, confirmation, answer });
      await update(isSeen ? { phase: 'seen' } : { message: 'confirm.timeout' });
      if (!isSeen || created === null || actionRecord(action.kind).follows !== 'job') return undefined;
      const followed = this.#follow(cluster, { ...action.target, resource: JOBS, name: created.name }, update);
      // The next one starts when this is done: so many at a time as there are workers.
      if (atOnce(action) !== undefined) await followed;
    } catch (error) {
      await update({ phase: 'failed', status: failure(messageOf(error)), message: messageOf(error) });
    }
    return undefined;
  }

  /** Sends one target's change and keeps what came of it; null where it was refused. */
  async #send(
    operation: ResolvedOperation,
    { action, index, cluster }: { action: Action; index: number; cluster: Cluster },
  ) {
    const schema = await this.#schema(cluster, action.target);
    const sent = await this.#sendUntilSettled(cluster, action, schema);
    if (sent.plan === null) {
      const { status } = sent;
      await this.#journal.update(operation.id, index, {
        change: { phase: 'failed', status, message: status.message ?? '' },
      });
      return null;
    }
    const { plan, before, answer } = sent;
    const outcome = outcomeOf(sent, action.target, schema);
    const canUndo =
      actionRecord(action.kind).inverse({ target: action.target, ...outcome }) !== null && before !== answer;
    const created = plan.confirmation.type === 'exists' ? { name: plan.confirmation.name } : null;
    const change = { phase: 'accepted', created, kubectl: plan.kubectl, canUndo } as const;
    await this.#journal.update(operation.id, index, { change, outcome });
    // What was taken back is so, whoever looks: it is offered no more.
    if (operation.undoOf !== null)
      await this.#journal.update(operation.undoOf, action.index, { change: { canUndo: false, isUndone: true } });
    return { confirmation: plan.confirmation, answer, created };
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
    const context = { context: target.cluster, schema, now: cluster.clock.now() };
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
    return { plan: record.plan(action, read.object, context), fresh: read.object, schema };
  }

  /** Reads, plans and sends; a conflict reads again, an answer lost on the way is found by the name fixed beforehand. */
  async #sendUntilSettled(cluster: Cluster, action: Action, schema: TypeSchema | null): Promise<Sent> {
    const record = actionRecord(action.kind);
    let last: Status = refusalBy(problem('notMade', {}), 0);
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
              now: cluster.clock.now(),
            });
            return { plan, before: null, answer: object, status: null };
          }
        }
        if (record.goneIsDone && planned.code === 404) {
          const gone = { metadata: { uid: action.target.uid } };
          const plan = record.plan(action, gone, { context: action.target.cluster, schema, now: cluster.clock.now() });
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
    update: (change: Partial<OperationTarget>) => Promise<void>,
  ): Promise<void> {
    let result = '';
    const until = (object: KubeObject | null) => {
      result = object === null ? 'operation.jobGone' : jobStatus(object).status;
      return object === null || jobStatus(object).tone === 'ok' || jobStatus(object).tone === 'bad';
    };
    if (await this.#watch(cluster, job, { until, timeoutMs: FOLLOW_MS }))
      await update({ phase: 'settled', message: result });
  }

  #watch(
    cluster: Cluster,
    { resource, namespace, name }: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>,
    { until, timeoutMs }: { until: (object: KubeObject | null) => boolean; timeoutMs: number },
  ): Promise<boolean> {
    const lease = this.#context.hub.object(cluster, { resource, namespace, name });
    return new Promise(resolve => {
      let cancelAsk: (() => void) | null = null;
      const finish = (isSeen: boolean) => {
        cancel();
        cancelAsk?.();
        stop();
        // Of many targets each has a connection of its own for its watch.
        lease.end();
        resolve(isSeen);
      };
      const check = () => {
        const { object, state } = lease.value;
        if (state.kind === 'live' && until(object)) finish(true);
        else if (state.kind === 'stale') cancelAsk ??= this.#clock.schedule(ASK_MS, () => lease.value.retry());
      };
      const cancel = this.#clock.schedule(timeoutMs, () => finish(false));
      const stop = lease.value.subscribe(check);
      check();
    });
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

/** How many targets are under way at a time, each to its result; undefined where none waits for one. */
function atOnce(action: Action | undefined): number | undefined {
  return action === undefined ? undefined : actionRecord(action.kind).atOnce?.(action.params);
}

const SENT: Omit<OperationTarget, 'target'> = {
  phase: 'sent',
  created: null,
  status: null,
  message: '',
  kubectl: '',
  canUndo: false,
  isUndone: false,
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
  const fields = clashes.map(({ path }) => pathText(path)).join(', ');
  return { ...refusalBy(problem('clashed', { fields }), 409), reason: 'Clash' };
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
