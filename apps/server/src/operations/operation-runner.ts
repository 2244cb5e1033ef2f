import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { JOBS } from '@lanthorn/actions/machinery/batch-resources.ts';
import { isRolledOut, type SentChange } from '@lanthorn/actions/sets/rollout-health.ts';
import { isSecret } from '@lanthorn/actions/objects/is-written.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { ROLLOUT_UNFOLLOWED, ROLLS_OUT, waitingMessage } from '@lanthorn/protocol/operation-state.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import type { Intent, KeptIntent, OperationsStore } from '../history/stores/operations-store.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Identity } from '../upstream/identity.ts';
import { failureBy, refusalBy } from '../upstream/api-calls.ts';
import { misplaced } from './acceptance.ts';
import { ChangeSender } from './change-sender.ts';
import { readCut } from './outcome/cut-changes.ts';
import type { ClusterSchemas } from './cluster-schemas.ts';
import { DeletedObjects } from './deleted-objects.ts';
import { EffectWatch } from './effect-watch.ts';
import { type LeftRollout, MAX_LIVE_TARGETS, OperationJournal, type SettledCut } from './operation-journal.ts';
import { OperationLog } from './log/operation-log.ts';
import { mapParallel } from '../upstream/parallel.ts';
import { createdName, previewTarget } from './preview-target.ts';
import { type MadeChange, recordedOutcome } from './outcome/recorded-outcome.ts';
import { RequestProblem } from './request-problem.ts';
import { resolveOperation, type ResolvedOperation } from './resolve-operation.ts';
import { fileRecords } from './opened/file-records.ts';
import { portRecords } from './opened/port-records.ts';
import { terminalRecords } from './opened/terminal-records.ts';
import { beginning, type KnownPacks, TargetPlanner } from './target-planner.ts';

export interface RunnerContext {
  readonly hub: Hub;
  readonly store: OperationsStore;
  readonly schemas: ClusterSchemas;
  /** Without them nothing that a pack offers can be done. */
  readonly packs?: KnownPacks;
  readonly publish: (operation: Operation) => void;
  /** Told of what was done, one by one. */
  readonly onEnded?: (operation: Operation) => void;
  /** Told of what is to be begun before anything of it is kept or sent; where it rejects nothing is. */
  readonly onBegin?: (identity: Identity, actions: readonly Action[]) => Promise<void>;
  /** Told of what came of a target that was changed: the object as it was answered, or what was made. */
  readonly onSent?: (identity: Identity, action: Action, answer: KubeObject | null) => void;
}

/** An operation, and who began it. */
interface BegunOperation extends ResolvedOperation {
  readonly identity: Identity;
}

/** A target that was changed. */
interface MadeTarget {
  readonly action: Action;
  readonly index: number;
  readonly schema: TypeSchema | null;
  readonly made: MadeChange;
  readonly step?: Pick<OperationTarget, 'phase' | 'message'>;
}

/** Every change goes through here: preview, send, confirm by watch, record; the same id is the same operation. */
export class OperationRunner {
  readonly #context: RunnerContext;
  readonly #clock: Clock;
  readonly #journal: OperationJournal;
  readonly #stopped = new Set<string>();
  /** Asked for and not begun yet: the same message once more is the same operation. */
  readonly #starting = new Map<string, { readonly by: IdentityKey; readonly asked: Promise<Operation | null> }>();
  /** Requests that were sent and whose answers are not kept yet. */
  readonly #sending = new Set<Promise<unknown>>();
  /** What was done, to be searched. */
  readonly log: OperationLog;
  readonly #planner: TargetPlanner;
  readonly #sender: ChangeSender;
  readonly #effects: EffectWatch;
  readonly #deleted: DeletedObjects;
  #isClosing = false;

  constructor(context: RunnerContext) {
    this.#context = context;
    this.#clock = context.hub.clock;
    this.#planner = new TargetPlanner(context.schemas, context.packs);
    this.#sender = new ChangeSender(this.#clock, this.#planner);
    this.#effects = new EffectWatch(this.#clock, context.hub);
    this.#deleted = new DeletedObjects(this.#clock, ({ identity, target }, options) =>
      this.#effects.watch(this.#cluster({ key: identity }, target), target, options),
    );
    this.#journal = new OperationJournal({
      ...context,
      clock: this.#clock,
      // Of a cluster that is not there any more nobody is asked.
      settleCut: (operation, kept) => this.#settleCut(operation, kept),
      goOn: deletion =>
        this.#findCluster({ key: deletion.identity }, deletion.target.cluster) !== undefined &&
        this.#deleted.follow(deletion),
      goOnRollout: rollout => void this.#goOnRollout(rollout),
    });
    this.log = new OperationLog({ journal: this.#journal, store: context.store, clock: this.#clock });
    context.hub.terminals.recordIn(terminalRecords(this.#journal));
    context.hub.ports.recordIn(portRecords(this.#journal));
    context.hub.files.recordIn(fileRecords(this.#journal));
    void this.#journal.closeAbandoned();
  }

  /** What the server answers to a dry run of each target; nothing is changed. Null when there is nothing to take back. */
  async preview(identity: Identity, request: OperationRequest): Promise<PreviewAnswer | null> {
    const resolved = await this.resolve(identity, request);
    if (resolved === null) return null;
    const context = { identity, clusters: this.#context.hub.clusters, planner: this.#planner.forOneQuestion() };
    const previews = await mapParallel(resolved.actions, action => previewTarget(action, context));
    return { kind: resolved.kind, previews };
  }

  /** What is asked for. Null: nothing that this person could take back. Rejects when the records of what is to be taken back cannot be read. */
  resolve({ key }: Identity, request: OperationRequest): Promise<ResolvedOperation | null> {
    const { store } = this.#context;
    const operations = {
      operation: async (id: string) => ofPerson(key, await this.#journal.find(id)),
      outcome: (id: string, index: number) => store.outcome(id, index),
    };
    return resolveOperation(request, { operations, clock: this.#clock });
  }

  /**
   * Starts the operation, or finds the one with the same id. Its progress is published. Null: nothing to take back. Rejects where somebody
   * else began an operation of this id; with `isNew` also where this person did: then it is a record of something else.
   */
  start(identity: Identity, request: OperationRequest, { isNew = false } = {}): Promise<Operation | null> {
    const { id } = request;
    const known = this.#starting.get(id);
    if (known !== undefined) return known.by === identity.key && !isNew ? known.asked : Promise.reject(idTaken(id));
    const asked = this.#start(identity, request, isNew);
    this.#starting.set(id, { by: identity.key, asked });
    const forget = () => void this.#starting.delete(id);
    asked.then(forget, forget);
    return asked;
  }

  /** This person began an operation of this id, in this process or an earlier one. */
  async isKnown({ key }: Identity, id: string): Promise<boolean> {
    return this.#starting.get(id)?.by === key || ofPerson(key, await this.#findOperation(id)) !== null;
  }

  /** Null where this person began none of this id. Rejects when what is kept cannot be read. */
  async find({ key }: Identity, id: string): Promise<Operation | null> {
    return ofPerson(key, await this.#journal.find(id));
  }

  /** A target before it was changed, where that is kept. */
  before(id: string, index: number): Promise<KubeObject | null> {
    return this.#context.store.outcome(id, index).then(
      outcome => outcome?.before ?? null,
      () => null,
    );
  }

  /** What would be sent to each target now, without what is only said before; nothing is. */
  async plan(identity: Identity, request: OperationRequest) {
    const actions = (await this.resolve(identity, request))?.actions ?? [];
    return mapParallel(actions, async action => {
      const { target } = action;
      const cluster = this.#cluster(identity, target);
      return { target, planned: await this.#planner.plan(cluster, action, beginning(cluster)) };
    });
  }

  /** Targets that were not begun are left alone; those on their way go on. What somebody else began is not stopped. */
  stop({ key }: Identity, id: string): void {
    if (this.#journal.findLive(id)?.identity === key) this.#stopped.add(id);
  }

  /** Begins no more targets, and resolves when what came of those under way is kept. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#deleted.close();
    while (this.#sending.size > 0) await Promise.all(this.#sending);
    this.#journal.close();
  }

  /** Those of one person, newest last. */
  list({ key }: Identity): Promise<Operation[]> {
    return this.#journal.list(key);
  }

  /** A history that cannot be read is no reason to do nothing. */
  #findOperation(id: string): Promise<Operation | null> {
    return this.#journal.find(id).catch(() => null);
  }

  /** As whom it is done: in each cluster it may be another. */
  #usersOf(identity: Identity, actions: readonly Action[]): readonly string[] {
    const clusters = [...new Set(actions.map(({ target }) => target.cluster))];
    return [...new Set(clusters.map(name => this.#findCluster(identity, name)?.info.user ?? ''))];
  }

  async #start(identity: Identity, request: OperationRequest, isNew: boolean): Promise<Operation | null> {
    const known = await this.#findOperation(request.id);
    if (known !== null && (isNew || known.identity !== identity.key)) throw idTaken(request.id);
    if (known !== null) return known;
    const resolved = await this.resolve(identity, request);
    if (resolved === null) return null;
    if (!this.#journal.hasRoomFor(resolved.actions.length)) throw BUSY;
    const cluster = this.#findCluster(identity, resolved.actions[0]?.target.cluster ?? '');
    const operation: Operation = {
      id: resolved.id,
      identity: identity.key,
      kind: resolved.kind,
      user: this.#usersOf(identity, resolved.actions).join(', '),
      undoOf: resolved.undoOf,
      undoes: resolved.undoes,
      startedAt: (cluster?.clock ?? this.#clock).now(),
      ...(resolved.reason === '' ? {} : { reason: resolved.reason }),
      revision: 0,
      targets: resolved.actions.map(({ target }) => ({ ...SENT, target })),
    };
    await this.#context.onBegin?.(identity, resolved.actions);
    if (resolved.undoOf !== null) await this.#journal.revive(resolved.undoOf);
    await this.#journal.begin(operation);
    void this.#runAll({ ...resolved, identity }).then(() => this.#stopped.delete(operation.id));
    return operation;
  }

  async #runAll(operation: BegunOperation): Promise<void> {
    const { id, actions } = operation;
    const [leader] = actions;
    if (leader === undefined) return;
    if (isInOrder(operation)) return this.#runInOrder(operation);
    const leads = actionRecord(leader.kind).leads === true;
    if (leads) await this.#runTarget(operation, { action: leader, index: 0 });
    const isLost = leads && this.#journal.findLive(id)?.targets[0]?.phase === 'failed';
    const notBegun = { phase: 'failed', message: 'operation.leaderFailed' } as const;
    const run = (action: Action, index: number) =>
      isLost ? this.#journal.update(id, index, { change: notBegun }) : this.#runTarget(operation, { action, index });
    const first = leads ? 1 : 0;
    await mapParallel(actions.slice(first), (action, i) => run(action, i + first), atOnce(leader));
  }

  /** One after the other; those behind one that failed are left alone where that was asked for. */
  async #runInOrder(operation: BegunOperation): Promise<void> {
    const { id, kind, actions } = operation;
    const [first] = actions;
    const stops = first !== undefined && actionRecord(kind).stopsAtFailure?.(first.params) === true;
    let hasFailed = false;
    for (const [index, action] of actions.entries()) {
      if (hasFailed && stops)
        await this.#journal.update(id, index, { change: { phase: 'failed', message: 'operation.behindFailed' } });
      else await this.#runTarget(operation, { action, index });
      hasFailed ||= this.#journal.findLive(id)?.targets[index]?.phase === 'failed';
    }
  }

  async #runTarget(operation: BegunOperation, { action, index }: { action: Action; index: number }): Promise<void> {
    const { identity } = operation;
    const update = (change: Partial<OperationTarget>) => this.#journal.update(operation.id, index, { change });
    if (this.#isClosing || this.#stopped.has(operation.id))
      return update({ phase: 'failed', message: 'operation.stopped' });
    try {
      // Whoever began it: what an action is not made for is never sent.
      const refusal = misplaced([action], { identity, clusters: this.#context.hub.clusters });
      if (refusal !== null)
        return await update({
          phase: 'failed',
          status: refusalBy(refusal.problem, refusal.status),
          message: refusal.problem.message,
        });
      const cluster = this.#cluster(identity, action.target);
      const sending = this.#send(operation, { action, index, cluster });
      this.#sending.add(sending);
      const sent = await sending.finally(() => this.#sending.delete(sending));
      if (sent === null) return undefined;
      const { confirmation, before, answer, created } = sent;
      if (confirmation.type === 'gone')
        return await this.#deleted.confirm({ identity: identity.key, target: action.target, message: '', update });
      const isSeen = await this.#effects.confirm(cluster, { action, confirmation, answer });
      const isRolling = isSeen && rollsOut(action.target, { before, answer });
      const seen = { phase: 'seen', ...(isRolling ? { message: ROLLS_OUT } : {}) } as const;
      await update(isSeen ? seen : { message: 'confirm.timeout' });
      if (isRolling) void this.#effects.followRollout(cluster, action.target, { sent: { before, answer }, update });
      if (!isSeen || created === null || actionRecord(action.kind).follows !== 'job') return undefined;
      const followed = this.#effects.followJob(
        cluster,
        { ...action.target, resource: JOBS, name: created.name },
        { update },
      );
      // The next one starts when this is done: so many at a time as there are workers.
      if (atOnce(action) !== undefined) await followed;
    } catch (error) {
      const status = failureBy(error);
      await update({ phase: 'failed', status, message: status.message });
    }
    return undefined;
  }

  /** Sends one target's change and keeps what came of it; null where it was refused. */
  async #send(
    operation: BegunOperation,
    { action, index, cluster }: { action: Action; index: number; cluster: Cluster },
  ) {
    const update = (change: Partial<OperationTarget>) => this.#journal.update(operation.id, index, { change });
    const follower = {
      onSending: (change: Omit<Intent, 'action' | 'at'>) =>
        this.#intend(operation, index, { ...change, action, at: cluster.clock.now() }),
      isStopped: () => this.#isClosing || this.#stopped.has(operation.id),
      onWait: (status: Status) => update({ message: waitingMessage(reasonIn(status)) }),
    };
    const sent = await this.#sender.sendUntilSettled(cluster, action, follower);
    if (sent.plan === null) {
      const { status, isStopped = false } = sent;
      const why = isStopped
        ? { status: null, message: 'operation.stopped' }
        : { status, message: status.message ?? '' };
      await update({ phase: 'failed', ...why });
      return null;
    }
    const { plan, answer } = sent;
    // What was as wanted before, or somebody was quicker to do, was not made here.
    if (answer !== sent.before) this.#context.onSent?.(operation.identity, action, answer);
    const schema = await this.#planner.findSchema(cluster, action.target, sent.before);
    const created = await this.#keepMade(operation, { action, index, schema, made: sent });
    return { confirmation: plan.confirmation, before: sent.before, answer, created };
  }

  /** Keeps what is about to be done. What cannot be kept is no reason to do nothing; of a Secret nothing is kept. */
  #intend({ id }: Pick<Operation, 'id'>, index: number, { action, ...change }: Intent): Promise<void> {
    if (isSecret(action.target.resource)) return Promise.resolve();
    const alone = actionRecord(action.kind).alone?.(action) ?? action;
    const { request, confirmation, kubectl, creates = false, takes = [] } = change.plan;
    const intent = { ...change, plan: { request, confirmation, kubectl, creates, takes }, action: alone };
    return this.#context.store.intend(id, index, intent).catch(() => undefined);
  }

  /** Keeps what was made, and that it can be taken back; resolves with the name of what is new. */
  async #keepMade(
    { id, undoOf }: Pick<Operation, 'id' | 'undoOf'>,
    { action, index, schema, made, step = ACCEPTED }: MadeTarget,
  ): Promise<OperationTarget['created']> {
    const { plan, before, answer } = made;
    const outcome = recordedOutcome(made, action.target, schema);
    const canUndo =
      actionRecord(action.kind).inverse({ target: action.target, ...outcome }) !== null && before !== answer;
    const name = createdName(plan, action.target);
    const created = name === null ? null : { name };
    await this.#journal.update(id, index, { change: { ...step, created, kubectl: plan.kubectl, canUndo }, outcome });
    // What was taken back is so, whoever looks: it is offered no more.
    if (undoOf !== null)
      await this.#journal.update(undoOf, action.index, { change: { canUndo: false, isUndone: true } });
    return created;
  }

  /** What a process was about to do when it ended: whether it was done, the target says. */
  async #settleCut(operation: Operation, { index, intent }: KeptIntent): Promise<SettledCut> {
    const { action, plan, before, left } = intent;
    const cluster = this.#findCluster({ key: operation.identity }, action.target.cluster);
    // It may be there again later.
    if (cluster === undefined) return 'undecided';
    const schema = await this.#planner.findSchema(cluster, action.target, intent.before).catch(() => null);
    const found = await readCut(cluster, intent, schema);
    if (found.was === 'undecided' || found.was === 'unreachable') return found.was;
    if (found.was === 'lost')
      await this.#journal.update(operation.id, index, { change: { phase: 'failed', message: 'operation.notArrived' } });
    if (found.was !== 'made') return 'settled';
    if (operation.undoOf !== null) await this.#journal.revive(operation.undoOf);
    const { answer } = found;
    const isSeen = found.step.phase === 'seen';
    const step =
      isSeen && rollsOut(action.target, { before, answer }) ? { ...found.step, message: ROLLS_OUT } : found.step;
    await this.#keepMade(operation, { action, index, schema, made: { plan, before, answer, left }, step });
    return 'settled';
  }

  async #goOnRollout({ identity, target, update, id, index }: LeftRollout): Promise<void> {
    const cluster = this.#findCluster({ key: identity }, target.cluster);
    if (cluster === undefined) return update({ message: ROLLOUT_UNFOLLOWED });
    const outcome = await this.#context.store.outcome(id, index).catch(() => null);
    const sent = { before: outcome?.before ?? null, answer: outcome?.after ?? null };
    return this.#effects.followRollout(cluster, target, { sent, update });
  }

  #findCluster(identity: Identity, name: string): Cluster | undefined {
    return this.#context.hub.clusters.get(clusterKey(name, identity));
  }

  #cluster(identity: Identity, target: ObjectTarget): Cluster {
    const cluster = this.#findCluster(identity, target.cluster);
    if (cluster === undefined) throw new Error(`there is no cluster "${target.cluster}"`);
    return cluster;
  }
}

function ofPerson(key: IdentityKey, operation: Operation | null): Operation | null {
  return operation?.identity === key ? operation : null;
}

/** Whether its pods have to come to what it was changed to. */
function rollsOut({ resource }: ObjectTarget, { before, answer }: SentChange): boolean {
  return isRolledOut(resource) && !deepEqual(getPath(before, 'spec'), getPath(answer, 'spec'));
}

/** Why it is refused, as exactly as the server says it. */
function reasonIn({ message = '', details }: Status): string {
  return details?.causes?.find(cause => cause.reason === 'DisruptionBudget')?.message ?? message;
}

function idTaken(id: string): RequestProblem {
  return new RequestProblem(409, problem('idTaken', { id }));
}

const BUSY = new RequestProblem(429, problem('tooManyTargets', { most: MAX_LIVE_TARGETS }));

/** Whether each target waits for the one before; what takes such an operation back does as well. */
function isInOrder({ kind, undoes }: ResolvedOperation): boolean {
  return actionRecord(undoes?.kind ?? kind).inOrder === true;
}

/** How many targets are under way at a time, each to its result; undefined where none waits for one. */
function atOnce(action: Action | undefined): number | undefined {
  return action === undefined ? undefined : actionRecord(action.kind).atOnce?.(action.params);
}

const ACCEPTED = { phase: 'accepted', message: '' } as const;

const SENT: Omit<OperationTarget, 'target'> = {
  phase: 'sent',
  created: null,
  status: null,
  message: '',
  kubectl: '',
  canUndo: false,
  isUndone: false,
};
