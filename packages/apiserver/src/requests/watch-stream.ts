import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { randomInt } from '@lanthorn/base/random.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { WatchEventValue } from '@lanthorn/kube/api/api-request.ts';
import { ApiError, internalError } from '../wire/api-error.ts';
import { listObjects, notANumber, readResourceVersion } from './list.ts';
import type { ListOptions } from './list-options.ts';
import { type RepresentOptions, representObject, withoutColumns } from '../printing/representation.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { Storage, StorageEvent } from '../storage/storage.ts';

/** The server ends every watch after 30 to 60 minutes unless asked otherwise (--min-request-timeout). */
const MIN_TIMEOUT_S = 1800;
/** cacher's bookmarkFrequency. */
const BOOKMARK_INTERVAL_MS = 60_000;
/** A reader that lags this far behind is cut off, as the watch cache does; it resumes from its last revision. */
const MAX_QUEUED = 10_000;
/** Lines joined to one chunk, so that a burst costs few writes. */
const MAX_CHUNK_EVENTS = 200;

export interface WatchContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly info: ServedResource;
  readonly namespace: string;
  readonly options: ListOptions;
  readonly represent: RepresentOptions;
  readonly signal: CancelSignal;
}

/** The lines of a watch answer. Throws 410 at once when the revision is compacted; ends after its time-out. */
export function watchStream(context: WatchContext): AsyncIterable<string> {
  return joined(new WatchStream(context, asLine));
}

/** The same as values, for whoever is in this process. */
export function watchValues(context: WatchContext): AsyncIterable<readonly WatchEventValue[]> {
  return new WatchStream<WatchEventValue>(context, (type, shown) => ({ type, object: shown() })).batches();
}

async function* joined(stream: WatchStream<string>): AsyncIterable<string> {
  for await (const lines of stream.batches()) yield lines.join('');
}

/** What a reader gets of an event; `whole` names the object where it is shown as a whole, as most readers have it. */
type Form<T> = (
  type: string,
  shown: () => JsonObject,
  whole: { readonly info: ServedResource; readonly object: KubeObject } | null,
) => T;

const asLine: Form<string> = (type, shown, whole) =>
  whole === null ? line(type, shown()) : sharedLine(whole.info, { type, object: whole.object }, shown);

class WatchStream<T> {
  readonly #context: WatchContext;
  readonly #form: Form<T>;
  /** Objects as they were when the watch began; sent first, and turned into text only as the reader takes them. */
  readonly #initial: Iterator<KubeObject> | null;
  readonly #queue: T[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  /** Of a Table: sent once. */
  #hasColumns = false;
  readonly #initialRevision: number;
  #sentRevision: number;
  readonly #stops: (() => void)[] = [];

  constructor(context: WatchContext, form: Form<T>) {
    this.#context = context;
    this.#form = form;
    const { storage, options, signal } = context;
    // A watch does not know what to make of it, where a list calls it a bad request.
    if (!/^\d*$/.test(options.resourceVersion)) throw internalError(notANumber(options.resourceVersion));
    const asked = readResourceVersion(options.resourceVersion);
    const isFresh = asked === 0 || options.sendInitialEvents;
    this.#initialRevision = isFresh ? storage.revision : asked;
    this.#sentRevision = this.#initialRevision;
    this.#initial = isFresh ? this.#listInitial() : null;
    const end = () => this.#end();
    try {
      this.#stops.push(storage.watch(context.info.storageKey, this.#sentRevision, event => this.#onEvent(event)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The real server answers 200 and reports the expiry as the first and last event.
      const { status } = error;
      this.#push(form('ERROR', () => status as unknown as JsonObject, null));
      this.#end();
    }
    if (signal.aborted) this.#end();
    signal.addEventListener('abort', end);
    this.#stops.push(() => signal.removeEventListener('abort', end));
    if (!this.#ended) this.#startTimers();
  }

  /** Events that are there together. */
  async *batches(): AsyncIterable<readonly T[]> {
    try {
      yield* this.#initialBatches();
      while (true) {
        while (this.#queue.length > 0) yield this.#queue.splice(0, MAX_CHUNK_EVENTS);
        if (this.#ended) return;
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.#end();
    }
  }

  #startTimers(): void {
    const { clock, random, options, storage } = this.#context;
    const timeoutS = options.timeoutSeconds ?? randomInt(random, MIN_TIMEOUT_S, 2 * MIN_TIMEOUT_S);
    this.#stops.push(clock.schedule(timeoutS * 1000, () => this.#end()));
    if (!options.allowWatchBookmarks) return;
    let cancel = () => {};
    const tick = () => {
      this.#push(this.#bookmark(Math.max(this.#sentRevision, storage.revision)));
      cancel = clock.schedule(BOOKMARK_INTERVAL_MS, tick);
    };
    cancel = clock.schedule(BOOKMARK_INTERVAL_MS, tick);
    this.#stops.push(() => cancel());
  }

  #listInitial(): Iterator<KubeObject> {
    const { storage, info, namespace, options } = this.#context;
    const all = { ...options, limit: 0, continueToken: '', resourceVersion: '', resourceVersionMatch: '' };
    return listObjects(storage, info, { namespace, options: all }).objects.values();
  }

  *#initialBatches(): Iterable<readonly T[]> {
    if (this.#initial === null) return;
    const { options } = this.#context;
    let events: T[] = [];
    for (let next = this.#initial.next(); next.done !== true && !this.#ended; next = this.#initial.next()) {
      events.push(this.#event('ADDED', next.value));
      if (events.length < MAX_CHUNK_EVENTS) continue;
      yield events;
      events = [];
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks)
      events.push(this.#bookmark(this.#initialRevision, { 'k8s.io/initial-events-end': 'true' }));
    if (events.length > 0) yield events;
  }

  /** A selector makes an object appear or vanish when its fields change. */
  #onEvent(event: StorageEvent): void {
    const { options, namespace } = this.#context;
    this.#sentRevision = event.revision;
    if (namespace !== '' && event.object.metadata.namespace !== namespace) return;
    const isIn = event.type !== 'DELETED' && options.matches(event.object);
    const wasIn = event.previous !== null && options.matches(event.previous);
    if (isIn) this.#push(this.#event(wasIn ? 'MODIFIED' : 'ADDED', event.object));
    else if (wasIn) {
      const last = event.previous;
      const { resourceVersion } = event.object.metadata;
      const metadata = { ...last.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
      this.#push(this.#event('DELETED', { ...last, metadata }));
    }
  }

  #bookmark(revision: number, annotations: Record<string, string> = {}): T {
    const { info, represent } = this.#context;
    const metadata = {
      resourceVersion: String(revision),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    };
    const kind = represent.shape === 'metadata' ? 'PartialObjectMetadata' : info.kind;
    const apiVersion = represent.shape === 'metadata' ? 'meta.k8s.io/v1' : apiVersionOf(info);
    const shown = () =>
      represent.shape === 'table' ? representObject(info, { metadata }, represent) : { kind, apiVersion, metadata };
    return this.#form('BOOKMARK', shown, null);
  }

  #event(type: string, object: KubeObject): T {
    const { info, represent, clock } = this.#context;
    const represented = () => representObject(info, object, { ...represent, now: clock.now() });
    if (represent.shape === 'object') return this.#form(type, represented, { info, object });
    if (represent.shape === 'metadata') return this.#form(type, represented, null);
    const isFirst = !this.#hasColumns;
    this.#hasColumns = true;
    return this.#form(type, isFirst ? represented : () => withoutColumns(represented()), null);
  }

  #push(event: T): void {
    if (this.#ended) return;
    this.#queue.push(event);
    if (this.#queue.length > MAX_QUEUED) this.#end();
    this.#wakeUp();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

/**
 * The last line written for each resource. All watches of a resource get the same event right after each other, mostly in the same form:
 * its text is made once.
 */
const LAST_LINES = new WeakMap<
  ServedResource,
  { readonly type: string; readonly object: KubeObject; readonly text: string }
>();

function sharedLine(
  info: ServedResource,
  { type, object }: { readonly type: string; readonly object: KubeObject },
  represented: () => JsonObject,
): string {
  const last = LAST_LINES.get(info);
  if (last?.object === object && last.type === type) return last.text;
  const text = line(type, represented());
  LAST_LINES.set(info, { type, object, text });
  return text;
}

function line(type: string, object: JsonObject): string {
  return `${writeJson({ type, object })}\n`;
}
