import { CancelSource, type Clock } from '@lanthorn/base/clock.ts';
import { escapeFieldValue } from '@lanthorn/kube/field-selector.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/kube-object.ts';
import { maskSecretsIn } from '@lanthorn/kube/secret-values.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { Reflector } from '@lanthorn/watch/reflector.ts';
import type { WatchEvent } from '@lanthorn/watch/watch-event.ts';
import type { SourceContext } from './collection.ts';
import { Liveness } from './liveness.ts';

/** An object that is not there, or may be read but not watched, is asked for again this often. */
const POLL_MS = 5_000;

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
  #object: KubeObject | null = null;
  #cancelPoll: () => void = () => {};

  constructor(target: WatchedObject, { source, random, boundary }: SourceContext) {
    const { clock } = boundary;
    this.#target = target;
    this.#clock = clock;
    this.#liveness = new Liveness(clock);
    const { resource, namespace, name } = target;
    this.#reflector = new Reflector<KubeObject>({
      source,
      clock,
      random,
      target: {
        path: resourcePath({ ...resource, namespace }),
        query: { fieldSelector: `metadata.name=${escapeFieldValue(name)}` },
        project: object => (isKubeObject(object) ? maskSecretsIn(object) : { metadata: {} }),
        single: { path: resourcePath({ ...resource, namespace, name }) },
      },
      emit: boundary.guard(event => this.#onEvent(event)),
    });
    boundary.follow(this.#reflector.run(this.#stop));
  }

  /** The object as last seen; null while unknown and when it is gone. */
  get object(): KubeObject | null {
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
        this.#show(event.objects[0] ?? this.#object);
        break;
      case 'apply':
        this.#show(event.object);
        break;
      case 'delete':
        this.#show(null);
        break;
      case 'live':
        this.#liveness.setLive();
        break;
      case 'reconnecting':
        this.#setStale('reconnecting', this.#clock.now());
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

  #show(object: KubeObject | null): void {
    this.#object = object;
    this.#liveness.changed();
  }

  #onTrouble(trouble: Extract<WatchEvent<KubeObject>, { type: 'trouble' }>['trouble']): void {
    if (trouble.retryAt === null && trouble.kind !== 'unreadable') {
      this.#cancelPoll();
      this.#cancelPoll = this.#clock.schedule(POLL_MS, () => this.retry());
    }
    if (trouble.kind === 'notFound') {
      this.#object = null;
      this.#liveness.set({ kind: 'live' });
    } else if (trouble.kind === 'forbidden' && this.#object === null) {
      const resource = groupResource(this.#target.resource);
      this.#liveness.set({ kind: 'forbidden', verb: 'get', resource, message: trouble.message });
    } else
      this.#setStale(
        trouble.message,
        trouble.kind === 'unreadable' ? null : (trouble.retryAt ?? this.#clock.now() + POLL_MS),
      );
  }

  #setStale(reason: string, retryAt: number | null): void {
    this.#liveness.setStale(reason, { retryAt, isEmpty: this.#object === null });
  }
}
