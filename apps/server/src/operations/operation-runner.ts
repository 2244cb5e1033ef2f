import { actionRecord, isConfirmed } from '@lanthorn/actions/action-records.ts';
import type { Action, ActionRecord, Confirmation, ObjectTarget, Plan } from '@lanthorn/actions/action.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api-request.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/kube-object.ts';
import { readStatus, type Status } from '@lanthorn/kube/status.ts';
import type { Operation, OperationTarget, TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** Targets worked on at a time: quick for a person, gentle to the API server. */
const PARALLEL_TARGETS = 4;
/** A conflict is met by reading again; somebody who writes without pause does not keep us for ever. */
const MAX_ATTEMPTS = 5;
/** The watch shows an accepted change within milliseconds; after this the operation says what is still missing. */
const CONFIRM_TIMEOUT_MS = 30_000;
/** Operations remembered, so that a repeated message finds the first. */
const MAX_OPERATIONS = 500;

interface Answer {
  readonly code: number;
  readonly object: KubeObject | null;
  readonly status: Status | null;
  readonly warnings: readonly string[];
}

/** Every change goes through here: preview, send, confirm by watch; the same id is the same operation. */
export class OperationRunner {
  readonly #hub: Hub;
  readonly #clock: Clock;
  readonly #publish: (operation: Operation) => void;
  readonly #operations = new Map<string, { operation: Operation; request: OperationRequest }>();

  constructor(hub: Hub, publish: (operation: Operation) => void) {
    this.#hub = hub;
    this.#clock = hub.clock;
    this.#publish = publish;
  }

  /** What the server answers to a dry run of each target; nothing is changed. */
  preview(request: OperationRequest): Promise<TargetPreview[]> {
    return mapParallel(request.targets, target => this.#previewTarget(request, target));
  }

  /** Starts the operation, or finds the one with the same id. Its progress is published. */
  start(request: OperationRequest): Operation {
    const known = this.#operations.get(request.id);
    if (known !== undefined) return known.operation;
    const targets = request.targets.map(
      (target): OperationTarget => ({ target, phase: 'sent', created: null, status: null, message: '' }),
    );
    const operation: Operation = {
      id: request.id,
      kind: request.kind,
      startedAt: this.#clock.now(),
      revision: 0,
      targets,
    };
    if (this.#operations.size >= MAX_OPERATIONS) this.#operations.delete(this.#operations.keys().next().value ?? '');
    this.#operations.set(request.id, { operation, request });
    this.#publish(operation);
    const indexes = request.targets.map((_target, i) => i);
    void mapParallel(indexes, i => this.#runTarget(request, i));
    return operation;
  }

  /** Newest last. */
  list(): Operation[] {
    return [...this.#operations.values()].map(entry => entry.operation);
  }

  async #previewTarget(request: OperationRequest, target: ObjectTarget): Promise<TargetPreview> {
    const action: Action = { kind: request.kind, target, suffix: request.suffix };
    const refused = (status: Status): TargetPreview => ({
      target,
      effects: [],
      kubectl: '',
      isDone: false,
      warnings: [],
      refusal: status,
      creates: null,
    });
    try {
      const cluster = this.#cluster(target);
      const fresh = await this.#read(cluster, target);
      if (fresh.object === null) return refused(fresh.status ?? failure('the object is gone'));
      const plan = actionRecord(action.kind).plan(action, fresh.object, { context: target.cluster });
      const { effects, kubectl, isDone, confirmation } = plan;
      const creates = confirmation.type === 'exists' ? confirmation.name : null;
      const dry = isDone
        ? null
        : await this.#send(cluster, { ...plan.request, query: { ...plan.request.query, dryRun: 'All' } });
      return { target, effects, kubectl, isDone, warnings: dry?.warnings ?? [], refusal: dry?.status ?? null, creates };
    } catch (error) {
      return refused(failure(messageOf(error)));
    }
  }

  async #runTarget(request: OperationRequest, index: number): Promise<void> {
    const target = request.targets[index] as ObjectTarget;
    const action: Action = { kind: request.kind, target, suffix: request.suffix };
    const update = (change: Partial<OperationTarget>) => this.#update(request.id, index, change);
    try {
      const cluster = this.#cluster(target);
      const sent = await this.#sendUntilSettled(cluster, action);
      if (sent.plan === null) {
        update({ phase: 'failed', status: sent.status, message: sent.status.message ?? '' });
        return;
      }
      const { confirmation } = sent.plan;
      update({ phase: 'accepted', created: confirmation.type === 'exists' ? { name: confirmation.name } : null });
      const isSeen = await this.#confirm(cluster, action, confirmation);
      if (isSeen) update({ phase: 'seen' });
      else update({ message: 'confirm.timeout' });
    } catch (error) {
      update({ phase: 'failed', status: failure(messageOf(error)), message: messageOf(error) });
    }
  }

  /** Reads, plans and sends; a conflict reads again, an answer lost on the way is found by the name fixed beforehand. */
  async #sendUntilSettled(
    cluster: Cluster,
    action: Action,
  ): Promise<{ plan: Plan; status: null } | { plan: null; status: Status }> {
    const record = actionRecord(action.kind);
    let last = failure('the change could not be made');
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const fresh = await this.#read(cluster, action.target);
      if (fresh.object === null) {
        // Deleting what is gone already is done.
        if (action.kind === 'object.delete' && fresh.code === 404)
          return { plan: deletedPlan(record, action), status: null };
        return { plan: null, status: fresh.status ?? failure('the object is gone') };
      }
      if (fresh.object.metadata.uid !== action.target.uid)
        return { plan: null, status: failure('another object of this name took its place', 409) };
      const plan = record.plan(action, fresh.object, { context: action.target.cluster });
      if (plan.isDone) return { plan, status: null };
      const answer = await this.#trySend(cluster, plan.request);
      if (answer.status === null) return { plan, status: null };
      last = answer.status;
      if (await this.#isOwnWork(cluster, { record, action, plan })) return { plan, status: null };
      const isWorthRepeating =
        answer.code === 409 || answer.code === 0 || (answer.code === 422 && plan.confirmation.type === 'field');
      if (!isWorthRepeating || last.reason === 'AlreadyExists') return { plan: null, status: last };
    }
    return { plan: null, status: last };
  }

  async #isOwnWork(
    cluster: Cluster,
    { record, action, plan }: { record: ActionRecord; action: Action; plan: Plan },
  ): Promise<boolean> {
    const { confirmation } = plan;
    const target = confirmation.type === 'exists' ? { ...action.target, ...confirmation } : action.target;
    const { object } = await this.#read(cluster, target);
    return object !== null && record.isOwnWork(action, object);
  }

  /** Waits until the watch of the object shows the effect. */
  async #confirm(cluster: Cluster, action: Action, confirmation: Confirmation): Promise<boolean> {
    const target = confirmation.type === 'exists' ? confirmation : action.target;
    const lease = this.#hub.object(cluster, {
      resource: target.resource,
      namespace: target.namespace,
      name: target.name,
    });
    return new Promise(resolve => {
      const finish = (isSeen: boolean) => {
        cancel();
        stop();
        lease.release();
        resolve(isSeen);
      };
      const check = () => {
        const { object, state } = lease.value;
        if (state.kind === 'live' && isConfirmed(action, confirmation, object)) finish(true);
      };
      const cancel = this.#clock.schedule(CONFIRM_TIMEOUT_MS, () => finish(false));
      const stop = lease.value.subscribe(check);
      check();
    });
  }

  #update(id: string, index: number, change: Partial<OperationTarget>): void {
    const entry = this.#operations.get(id);
    if (entry === undefined) return;
    const targets = entry.operation.targets.map((target, i) => (i === index ? { ...target, ...change } : target));
    entry.operation = { ...entry.operation, revision: entry.operation.revision + 1, targets };
    this.#publish(entry.operation);
  }

  #cluster(target: ObjectTarget): Cluster {
    const cluster = this.#hub.clusters.get(target.cluster);
    if (cluster === undefined) throw new Error(`there is no cluster "${target.cluster}"`);
    return cluster;
  }

  #read(cluster: Cluster, target: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>): Promise<Answer> {
    return this.#send(cluster, {
      method: 'GET',
      path: resourcePath({ ...target.resource, namespace: target.namespace, name: target.name }),
    });
  }

  /** Code 0: no answer came, so nobody knows whether the change was made. */
  async #trySend(cluster: Cluster, request: ApiRequest): Promise<Answer> {
    try {
      return await this.#send(cluster, request);
    } catch (error) {
      return { code: 0, object: null, status: failure(messageOf(error)), warnings: [] };
    }
  }

  async #send(cluster: Cluster, request: ApiRequest): Promise<Answer> {
    const response = await cluster.source.send(request);
    const body = await readBody(response);
    const { warnings, status: code } = response;
    if (code >= 400) return { code, object: null, status: readStatus(code, body), warnings };
    const value: unknown = JSON.parse(body);
    return {
      code,
      object: isKubeObject(value) && asString(getPath(asObject(value), 'kind')) !== 'Status' ? value : null,
      status: null,
      warnings,
    };
  }
}

function deletedPlan(record: ActionRecord, action: Action): Plan {
  return record.plan(action, { metadata: { uid: action.target.uid } }, { context: action.target.cluster });
}

function failure(message: string, code = 0): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** In order of the input, a few at a time. */
async function mapParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_TARGETS, items.length) }, worker));
  return results;
}
