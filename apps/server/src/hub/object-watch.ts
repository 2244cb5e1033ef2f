import { CancelSource, type Clock } from '@lanthorn/base/clock.ts';
import { asObject } from '@lanthorn/base/json.ts';
import { escapeFieldValue } from '@lanthorn/kube/field-selector.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { Reflector } from '@lanthorn/watch/reflector.ts';
import type { WatchEvent } from '@lanthorn/watch/watch-event.ts';
import { CATCH_UP_MS, type SourceContext } from './collection.ts';

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
  readonly #listeners = new Set<() => void>();
  #object: KubeObject | null = null;
  #state: QueryState = { kind: 'loading', loaded: 0, total: null };
  #cancelPoll: () => void = () => {};
  #cancelLive: () => void = () => {};

  constructor(target: WatchedObject, { source, clock, random }: SourceContext) {
    this.#target = target;
    this.#clock = clock;
    const { resource, namespace, name } = target;
    this.#reflector = new Reflector<KubeObject>({
      source,
      clock,
      random,
      useStreaming: false,
      target: {
        path: resourcePath({ ...resource, namespace }),
        query: { fieldSelector: `metadata.name=${escapeFieldValue(name)}` },
        project: object => (isKubeObject(object) ? object : { metadata: {} }),
        single: { path: resourcePath({ ...resource, namespace, name }) },
      },
      emit: event => this.#onEvent(event),
    });
    void this.#reflector.run(this.#stop);
  }

  /** The object as last seen; null while unknown and when it is gone. */
  get object(): KubeObject | null {
    return this.#object;
  }

  get state(): QueryState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  retry(): void {
    this.#reflector.retry();
  }

  close(): void {
    this.#stop.cancel();
    this.#cancelPoll();
    this.#cancelLive();
  }

  #onEvent(event: WatchEvent<KubeObject>): void {
    switch (event.type) {
      case 'initApply':
        this.#object = event.objects[0] ?? this.#object;
        break;
      case 'apply':
        this.#object = event.object;
        break;
      case 'delete':
        this.#object = null;
        break;
      case 'live':
        if (this.#state.kind === 'stale') {
          this.#cancelLive = this.#clock.schedule(CATCH_UP_MS, () => this.#becomeLive());
          return;
        }
        this.#state = { kind: 'live' };
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
        return;
    }
    for (const listener of this.#listeners) listener();
  }

  #becomeLive(): void {
    this.#state = { kind: 'live' };
    for (const listener of this.#listeners) listener();
  }

  #onTrouble(trouble: Extract<WatchEvent<KubeObject>, { type: 'trouble' }>['trouble']): void {
    this.#cancelLive();
    if (trouble.retryAt === null) {
      this.#cancelPoll();
      this.#cancelPoll = this.#clock.schedule(POLL_MS, () => this.retry());
    }
    if (trouble.kind === 'notFound') {
      this.#object = null;
      this.#state = { kind: 'live' };
    } else if (trouble.kind === 'forbidden' && this.#object === null) {
      this.#state = {
        kind: 'forbidden',
        verb: 'get',
        resource: groupResource(this.#target.resource),
        message: trouble.message,
      };
    } else this.#setStale(trouble.message, trouble.retryAt ?? this.#clock.now() + POLL_MS);
  }

  #setStale(reason: string, retryAt: number | null): void {
    this.#cancelLive();
    const since = this.#state.kind === 'stale' ? this.#state.since : this.#clock.now();
    this.#state = { kind: 'stale', since, reason, retryAt, isEmpty: this.#object === null };
  }
}

/** An object for the browser: the values of Secrets stay on the server. */
export function withoutSecretValues(resource: GroupVersionResource, object: KubeObject | null): KubeObject | null {
  if (object === null || resource.group !== '' || resource.resource !== 'secrets') return object;
  const { stringData: _stringData, ...rest } = object;
  const masked = Object.fromEntries(Object.keys(asObject(object['data'])).map(key => [key, '•••']));
  return { ...rest, metadata: { ...object.metadata, annotations: {} }, data: masked };
}
