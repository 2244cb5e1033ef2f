import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import { CancelSource, type Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { escapeFieldValue } from '@lanthorn/kube/selectors/field-selector.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { maskSecretsIn } from '@lanthorn/kube/objects/secret-values.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { Reflector } from '@lanthorn/watch/reflector.ts';
import { POLL_MS } from '@lanthorn/watch/reflector-step.ts';
import type { Trouble, WatchEvent } from '@lanthorn/watch/watch-event.ts';
import type { SourceContext } from '../lists/collection.ts';
import { Liveness } from '../lists/liveness.ts';

/** An object that is not there, or may not be read or watched, is asked for again after a growing pause: it may come, and so may the right. */
const POLL: BackoffPolicy = { initialMs: 5_000, maxMs: 60_000, factor: 2 };
const POLLED: ReadonlySet<Trouble['kind']> = new Set(['notFound', 'forbidden']);

export interface WatchedObject {
  readonly resource: GroupVersionResource;
  readonly namespace: string;
  readonly name: string;
}

/** One object, read and then watched from the revision that was read. */
export class ObjectWatch {
  readonly #target: WatchedObject;
  readonly #clock: Clock;
  readonly #reflector: Reflector<KubeObject>;
  readonly #stop = new CancelSource();
  readonly #liveness: Liveness;
  #object: KubeObject | null | undefined = undefined;
  #cancelPoll: () => void = () => {};
  /** Since it was last watched. */
  #polls = 0;
  readonly #random: Random;

  constructor(target: WatchedObject, { source, random, boundary }: SourceContext) {
    const { clock } = boundary;
    this.#target = target;
    this.#random = random;
    this.#clock = clock;
    this.#liveness = new Liveness(clock);
    const { resource, namespace, name } = target;
    const measuredEvery = findKindView(resource)?.measuredEvery;
    this.#reflector = new Reflector<KubeObject>({
      source,
      clock,
      random,
      target: {
        path: resourcePath({ ...resource, namespace }),
        query: { fieldSelector: `metadata.name=${escapeFieldValue(name)}` },
        project: object => (isKubeObject(object) ? maskSecretsIn(object) : { metadata: {} }),
        single: { path: resourcePath({ ...resource, namespace, name }) },
        ...(measuredEvery === undefined ? {} : { pollMs: () => measuredEvery(this.#object ?? null) }),
      },
      emit: boundary.guard(event => this.#onEvent(event)),
    });
    boundary.follow(this.#reflector.run(this.#stop));
  }

  /** The object as last seen; null where there is none (any more), undefined while that is not known. */
  get object(): KubeObject | null | undefined {
    return this.#object;
  }

  get state(): QueryState {
    return this.#liveness.state;
  }

  /** Called whenever the object or the state changed. */
  subscribe(listener: () => void): () => void {
    return this.#liveness.subscribe(listener);
  }

  retry(): void {
    this.#polls = 0;
    this.#reflector.retry();
  }

  close(): void {
    this.#stop.cancel();
    this.#cancelPoll();
    this.#liveness.close();
  }

  #onEvent(event: WatchEvent<KubeObject>): void {
    switch (event.type) {
      case 'initApply':
        this.#liveness.heard();
        this.#show(event.objects[0] ?? this.#object);
        break;
      case 'apply':
        this.#show(event.object);
        break;
      case 'delete':
        this.#show(null);
        break;
      case 'live':
        this.#polls = 0;
        this.#liveness.setLive();
        break;
      case 'reconnecting':
        this.#setStale(answerReason('reconnecting', {}), this.#clock.now());
        break;
      case 'trouble':
        this.#onTrouble(event.trouble);
        break;
      case 'init':
      case 'initDone':
      case 'bookmark':
        break;
    }
  }

  #show(object: KubeObject | null | undefined): void {
    this.#object = object;
    this.#liveness.changed();
  }

  #onTrouble(trouble: Extract<WatchEvent<KubeObject>, { type: 'trouble' }>['trouble']): void {
    const retryAt = trouble.retryAt === null && POLLED.has(trouble.kind) ? this.#pollLater() : trouble.retryAt;
    if (trouble.kind === 'notFound') {
      this.#object = null;
      this.#liveness.set({ kind: 'live' });
    } else if (trouble.kind === 'forbidden' && !this.#object) {
      const resource = groupResource(this.#target.resource);
      this.#liveness.set({ kind: 'forbidden', verb: 'get', resource, reason: trouble.reason });
    } else if (trouble.kind === 'forbidden' && trouble.retryAt !== null)
      this.#liveness.setPolled(trouble.reason, { retryAt: trouble.retryAt, everyMs: POLL_MS });
    else this.#setStale(trouble.reason, retryAt);
  }

  /** When it is asked for again. */
  #pollLater(): number {
    const delayMs = backoffDelay(POLL, ++this.#polls, this.#random);
    this.#cancelPoll();
    this.#cancelPoll = this.#clock.schedule(delayMs, () => this.#reflector.poll());
    return this.#clock.now() + delayMs;
  }

  #setStale(reason: Reason, retryAt: number | null): void {
    this.#liveness.setStale(reason, { retryAt, isEmpty: !this.#object });
  }
}
