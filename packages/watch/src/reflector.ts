import { isTooDeep, MAX_JSON_DEPTH, withoutDepth } from '@lanthorn/base/json-depth.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { type CancelSignal, CancelSource, type Clock, sleep } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import type { Random } from '@lanthorn/base/random.ts';
import {
  type ApiRequest,
  type ApiResponse,
  type ApiSource,
  isLasting,
  readBody,
  UnreadableAnswer,
} from '@lanthorn/kube/api/api-request.ts';
import { AnswerProblem, answerReason, reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { isExpired, normaliseStatus, readStatus } from '@lanthorn/kube/api/status.ts';
import { withoutManagedFields } from './without-managed-fields.ts';
import { ItemSplitter } from './item-splitter.ts';
import { LineSplitter } from './line-splitter.ts';
import { INITIAL_STATE, type RawEvent, type ReflectorCommand, type ReflectorInput, step } from './reflector-step.ts';
import type { WatchEvent } from './watch-event.ts';

/** kubectl's page: what the API server encodes in well under a second. */
const PAGE_SIZE = 500;
/** Nobody waits for the rows of later pages: fewer requests cost both sides less. Some 15 MB of pods, one at a time (docs/adr/0001). */
const NEXT_PAGE_SIZE = 2_000;
/** The server is asked to end a watch after 5 to 10 minutes, so that load spreads over its replicas. */
const MIN_WATCH_SECONDS = 300;
/** Bookmarks come every minute; a connection silent for longer than two is dead [RF11]. */
export const IDLE_LIMIT_MS = 130_000;
/** Of a line that is no event: its beginning says who wrote it. */
const MAX_SHOWN = 80;
/** Parsing goes on for at most this long before others get the event loop. */
const SLICE_MS = 3;

/** What is watched, and how one object of it becomes what the consumer wants. */
export interface ReflectorTarget<T> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** No more than the metadata of its objects is asked for; a server that knows no such thing sends them whole. */
  readonly isMetadataAlone?: boolean;
  /** What the server prints of each object is asked for beside it (a Table); a server that prints nothing sends the objects alone. */
  readonly isPrinted?: boolean;
  readonly project: (object: unknown, printed?: readonly unknown[]) => T;
  /** Only what has one of some words is read. */
  readonly sieve?: Sieve;
  /** For one object: GET instead of a list. */
  readonly single?: { readonly path: string };
  /** It is measured and cannot be watched: how long until it is read again. */
  readonly pollMs?: () => number;
}

/**
 * Most objects of a long list are no more looked at than their text takes to be searched: they have none of the words. What the watch says of such
 * a one counts only where it is kept: it may have had one before.
 */
export interface Sieve {
  /** As they stand in JSON. */
  readonly words: readonly string[];
  readonly keeps: (object: unknown) => boolean;
}

/** In place of an object that has none of the words. */
const LEFT_OUT = Symbol('left out');

export interface ReflectorOptions<T> {
  readonly source: ApiSource;
  readonly target: ReflectorTarget<T>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: WatchEvent<T>) => void;
}

/** Of a list another shape is asked for than of the events of a watch. */
function metadataOf({ watch }: Readonly<Record<string, string>>): string {
  const shape = `PartialObjectMetadata${watch === undefined ? 'List' : ''}`;
  return `application/json;as=${shape};g=meta.k8s.io;v=v1,application/json`;
}

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** A page asked for while the one before is read. */
interface PageAhead {
  readonly continueToken: string;
  readonly limit: IdleLimit;
  readonly response: Promise<ApiResponse>;
}

/** Carries out what `step` decides, until the signal. */
export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  #state = INITIAL_STATE;
  #wake: (() => void) | null = null;
  /** What is sent next is sent because a person asked. */
  #isAskedFor = false;
  /** Runs on over chunks: those already buffered follow one another in one turn of the event loop. */
  #sliceEnd = 0;
  #ahead: PageAhead | null = null;
  /** The server forgot the revision of the one object's last change: it is read by a list, whose revision is of now. */
  #isForgotten = false;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
  }

  /** A person asks: tries again at once, also after trouble that waits for one, and from the start with its back-off. */
  retry(): void {
    if (this.#wake === null) return;
    this.#isAskedFor = true;
    this.#wake();
  }

  /** Tries again at once, by itself. */
  poll(): void {
    this.#wake?.();
  }

  async run(signal: CancelSignal): Promise<void> {
    let command = this.#step({ type: 'started' });
    while (!signal.aborted) command = await this.#execute(command, signal);
    this.#ahead?.limit.end();
    this.#ahead = null;
  }

  #step(input: ReflectorInput<T>): ReflectorCommand {
    const { clock, random, emit, target } = this.#options;
    const context = { now: clock.now(), elapsed: clock.elapsed(), random, pollMs: target.pollMs?.() };
    const status = input.type === 'refused' ? input.status : input.type === 'watchEvent' ? input.event.status : null;
    if (status !== null && isExpired(status)) this.#isForgotten = true;
    const result = step(this.#state, input, context);
    this.#state = result.state;
    for (const event of result.events) emit(event);
    return result.command;
  }

  async #execute(command: ReflectorCommand, signal: CancelSignal): Promise<ReflectorCommand> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (command.type === 'listPage' && command.continueToken === ahead?.continueToken)
      return this.#guard(signal, limit => this.#list(ahead.response, limit), ahead.limit);
    ahead?.limit.end();
    switch (command.type) {
      case 'sleep':
      case 'stop':
        await this.#pause(command.type === 'sleep' ? command.forMs : null, signal);
        return signal.aborted ? command : this.#step({ type: this.#isAskedFor ? 'asked' : 'slept' });
      case 'listPage':
        return this.#guard(signal, limit =>
          this.#options.target.single === undefined
            ? this.#list(this.#sendPage(command.continueToken, limit), limit)
            : this.#isForgotten
              ? this.#getFromList(limit)
              : this.#get(limit),
        );
      case 'openWatch':
        return this.#guard(signal, limit => this.#watch(command.resourceVersion, limit));
      case 'read':
        throw new Error('read is answered inside a request');
    }
  }

  async #pause(delayMs: number | null, signal: CancelSignal): Promise<void> {
    const woken = new CancelSource();
    this.#wake = () => woken.cancel();
    const stop = () => woken.cancel();
    signal.addEventListener('abort', stop);
    if (delayMs === null) await new Promise<void>(resolve => woken.addEventListener('abort', resolve));
    else await sleep(this.#options.clock, delayMs, woken);
    signal.removeEventListener('abort', stop);
    this.#wake = null;
  }

  /** Runs a request that ends by itself, by the signal, or when nothing arrives for too long. */
  async #guard(
    signal: CancelSignal,
    request: (limit: IdleLimit) => Promise<ReflectorCommand>,
    limit = new IdleLimit(this.#options.clock, signal),
  ): Promise<ReflectorCommand> {
    try {
      return await request(limit);
    } catch (error) {
      if (signal.aborted) return { type: 'stop' };
      const reason = limit.isExpired ? answerReason('connectionSilent', {}) : reasonOfError(error);
      if (isLasting(error)) return this.#step({ type: 'unreadable', reason });
      return this.#step(
        this.#state.phase === 'watching' && limit.isExpired ? { type: 'watchEnded' } : { type: 'failed', reason },
      );
    } finally {
      limit.end();
    }
  }

  async #send(path: string, query: Readonly<Record<string, string>>, limit: IdleLimit): Promise<ApiResponse> {
    const { source, target } = this.#options;
    const { isMetadataAlone = false, isPrinted = false } = target;
    const headers = { accept: isMetadataAlone ? metadataOf(query) : isPrinted ? TABLE : 'application/json' };
    const isAskedFor = this.#isAskedFor;
    this.#isAskedFor = false;
    const all = { ...target.query, ...query, ...(isPrinted ? { includeObject: 'Object' } : {}) };
    const request: ApiRequest = { method: 'GET', path, query: all, headers, isAskedFor };
    return limit.race(source.send(request, limit));
  }

  async #refuse(response: ApiResponse): Promise<ReflectorCommand> {
    const retryAfter = Number(response.headers['retry-after'] ?? Number.NaN);
    const status = readStatus(response.status, await readBody(response));
    return this.#step({
      type: 'refused',
      status,
      retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : null,
    });
  }

  #sendPage(continueToken: string, limit: IdleLimit): Promise<ApiResponse> {
    const query =
      continueToken === '' ? { limit: String(PAGE_SIZE) } : { limit: String(NEXT_PAGE_SIZE), continue: continueToken };
    return this.#send(this.#options.target.path, query, limit);
  }

  /** Asks for the next page as soon as this one names it, so that the server works while this one is read. */
  #askAhead(head: unknown, limit: IdleLimit): void {
    const continueToken = asString(getPath(head, 'metadata', 'continue'));
    if (continueToken === '') return;
    const ahead = limit.sibling();
    const response = this.#sendPage(continueToken, ahead);
    // It is waited for when its turn comes, which may be after it failed.
    response.catch(() => undefined);
    this.#ahead = { continueToken, limit: ahead, response };
  }

  async #list(sent: Promise<ApiResponse>, limit: IdleLimit): Promise<ReflectorCommand> {
    const response = await sent;
    if (response.status !== 200) return this.#refuse(response);
    const { clock } = this.#options;
    const splitter = new ItemSplitter(text => (this.#passes(text) ? this.#read(text) : LEFT_OUT));
    let read = 0;
    for await (const chunk of limit.watch(response.body)) {
      const objects: T[] = [];
      let leftOut = 0;
      for (const item of splitter.push(chunk)) {
        if (read++ === 0) this.#askAhead(splitter.head(), limit);
        if (item === LEFT_OUT) leftOut++;
        else objects.push(this.#project(item));
        if (clock.elapsed() >= this.#sliceEnd) await this.#nextSlice();
      }
      const isNone = objects.length + leftOut === 0;
      const command = isNone ? null : this.#step({ type: 'page', objects, remaining: null, leftOut });
      if (command?.type === 'stop') return command;
    }
    const meta = asObject(getPath(JSON.parse(splitter.end()), 'metadata'));
    const remaining = asNumber(meta['remainingItemCount']) ?? null;
    if (read > 0 || remaining !== null) this.#step({ type: 'page', objects: [], remaining });
    return this.#step({
      type: 'pageEnd',
      resourceVersion: asString(meta['resourceVersion']),
      continueToken: asString(meta['continue']),
    });
  }

  #passes(text: string): boolean {
    const { sieve } = this.#options.target;
    return sieve === undefined || sieve.words.some(word => text.includes(word));
  }

  #keeps(object: unknown): boolean {
    return this.#options.target.sieve?.keeps(object) ?? true;
  }

  /** A row of a Table has its object within. */
  #project(item: unknown): T {
    const { target } = this.#options;
    const printed = target.isPrinted === true ? getPath(item, 'cells') : undefined;
    return Array.isArray(printed) ? target.project(getPath(item, 'object'), asArray(printed)) : target.project(item);
  }

  /** An event of a Table has one of a single row. */
  #rowOf(object: unknown): unknown {
    if (this.#options.target.isPrinted !== true) return object;
    const [row] = asArray(getPath(object, 'rows'));
    return row ?? object;
  }

  async #nextSlice(): Promise<void> {
    const { clock } = this.#options;
    await clock.nextTurn();
    this.#sliceEnd = clock.elapsed() + SLICE_MS;
  }

  async #get(limit: IdleLimit): Promise<ReflectorCommand> {
    const { target } = this.#options;
    const response = await this.#send(target.single?.path ?? target.path, {}, limit);
    if (response.status !== 200) return this.#refuse(response);
    const object: unknown = parseJson(await readBody(response));
    this.#step({ type: 'page', objects: [target.project(object)], remaining: 0 });
    return this.#step({
      type: 'pageEnd',
      resourceVersion: asString(getPath(object, 'metadata', 'resourceVersion')),
      continueToken: '',
    });
  }

  /**
   * As kubectl reads one object to watch it. An object says when it was changed last; on a busy server a watch from there has been too long ago,
   * again and again. Who may get it and not list it has it as it is now, whenever the server forgets [RF24].
   */
  async #getFromList(limit: IdleLimit): Promise<ReflectorCommand> {
    const { target } = this.#options;
    const response = await this.#send(target.path, { limit: '1' }, limit);
    if (response.status === 403) {
      await readBody(response);
      this.#isForgotten = false;
      return this.#get(limit);
    }
    if (response.status !== 200) return this.#refuse(response);
    const list: unknown = parseJson(await readBody(response));
    const [item] = asArray(getPath(list, 'items'));
    if (item === undefined && asString(getPath(list, 'metadata', 'continue')) !== '')
      return this.#step({ type: 'unreadable', reason: answerReason('listEmptyPages', { pages: 1 }) });
    this.#isForgotten = false;
    if (item === undefined) return this.#step({ type: 'refused', status: readStatus(404, ''), retryAfterMs: null });
    // Of the items of a list it is not said what they are.
    const [apiVersion, kind] = [getPath(list, 'apiVersion'), asString(getPath(list, 'kind')).replace(/List$/, '')];
    this.#step({ type: 'page', objects: [target.project({ apiVersion, kind, ...asObject(item) })], remaining: 0 });
    return this.#step({
      type: 'pageEnd',
      resourceVersion: asString(getPath(list, 'metadata', 'resourceVersion')),
      continueToken: '',
    });
  }

  async #watch(resourceVersion: string, limit: IdleLimit): Promise<ReflectorCommand> {
    const { clock, random, target } = this.#options;
    const timeoutSeconds = String(Math.round(MIN_WATCH_SECONDS * (1 + random.next())));
    const response = await this.#send(
      target.path,
      { resourceVersion, watch: '1', allowWatchBookmarks: 'true', timeoutSeconds },
      limit,
    );
    if (response.status !== 200) return this.#refuse(response);
    this.#step({ type: 'watchOpened' });
    const splitter = new LineSplitter();
    for await (const chunk of limit.watch(response.body)) {
      for (const line of splitter.push(chunk)) {
        const command = this.#step({ type: 'watchEvent', event: this.#parse(line) });
        if (command.type !== 'read') return command;
        if (clock.elapsed() >= this.#sliceEnd) await this.#nextSlice();
      }
    }
    return this.#step({ type: 'watchEnded' });
  }

  /** Who owns the fields of objects in a list nobody asks, nor what nests too deep to be told. One object is shown whole, or not at all. */
  #read(text: string): unknown {
    if (this.#options.target.single === undefined) return JSON.parse(withoutDepth(withoutManagedFields(text)));
    if (isTooDeep(text)) throw new UnreadableAnswer(answerReason('objectTooDeep', { most: MAX_JSON_DEPTH }));
    return parseJson(text);
  }

  #parse(line: string): RawEvent<T> {
    const value = this.#read(line);
    const type = asString(getPath(value, 'type'));
    const object = getPath(value, 'object');
    if (!isObject(object) || !EVENT_TYPES.has(type))
      throw new AnswerProblem(answerReason('noWatchEvent', { detail: line.slice(0, MAX_SHOWN) }));
    const isError = type === 'ERROR';
    // Of what nobody looks for no more is told than that time has passed.
    const isOfNone = isError || type === 'BOOKMARK' || !(this.#passes(line) || this.#keeps(object));
    return {
      type: type as RawEvent<T>['type'],
      object: isOfNone ? null : this.#project(this.#rowOf(object)),
      resourceVersion: asString(getPath(object, 'metadata', 'resourceVersion')),
      status: isError ? normaliseStatus(object, 500) : null,
    };
  }
}

const EVENT_TYPES = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

/** Cancels a request when the caller does, or when no byte arrives for too long. */
class IdleLimit extends CancelSource {
  isExpired = false;
  readonly #clock: Clock;
  readonly #outer: CancelSignal;
  readonly #onOuter = () => this.cancel();
  #cancelTimer: () => void = () => {};

  constructor(clock: Clock, outer: CancelSignal) {
    super();
    this.#clock = clock;
    this.#outer = outer;
    outer.addEventListener('abort', this.#onOuter);
    if (outer.aborted) this.cancel();
    this.#touch();
  }

  /** Another one for the same caller. */
  sibling(): IdleLimit {
    return new IdleLimit(this.#clock, this.#outer);
  }

  /** Rejects with the cancellation even when the source does not answer it. */
  race<V>(work: Promise<V>): Promise<V> {
    return new Promise((resolve, reject) => {
      const onCancel = () => reject(new Error('cancelled'));
      this.addEventListener('abort', onCancel);
      work.then(resolve, reject).finally(() => this.removeEventListener('abort', onCancel));
    });
  }

  async *watch(chunks: AsyncIterable<string>): AsyncIterable<string> {
    const iterator = chunks[Symbol.asyncIterator]();
    try {
      while (true) {
        const { done, value } = await this.race(iterator.next());
        if (done === true) return;
        this.#touch();
        yield value;
      }
    } finally {
      this.cancel();
      // Lets the source release its connection; a source that hangs is not waited for.
      iterator.return?.()?.catch(() => undefined);
    }
  }

  end(): void {
    this.#cancelTimer();
    this.#outer.removeEventListener('abort', this.#onOuter);
    this.cancel();
  }

  #touch(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.schedule(IDLE_LIMIT_MS, () => {
      this.isExpired = true;
      this.cancel();
    });
  }
}
