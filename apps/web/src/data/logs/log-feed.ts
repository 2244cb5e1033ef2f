import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { LOG_CHANNEL, type LogRead, type StreamEnd, type StreamFrame } from '@lanthorn/protocol/streams.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Connection } from '../connection/connection.ts';
import type { StreamHandle } from '../connection/page-streams.ts';
import {
  addParts,
  addStream,
  countRead,
  emptyLog,
  endStream,
  type LogModel,
  type LogPart,
  resumeStream,
  resumeTime,
} from './log-model.ts';

/** A log that broke off is asked for again: soon, then less and less often. */
const RETRY: BackoffPolicy = { initialMs: 1_000, maxMs: 30_000, factor: 2 };

/** What comes of logs is taken in and drawn so often, and the first of it at once: each time costs as much as all that is there. */
const SHOW_EVERY_MS = 250;
/** Lines that a log is asked for again with at the most. */
const MAX_RESUMED = 50_000;
/** Characters that wait for it at the most. */
const MAX_WAITING = 8 * 1024 * 1024;
/** Logs that are read at once: each is a stream, and of a tab's some are left for what else it reads. */
export const MAX_READ = 50;
/** So long the last words of a container that is gone are waited for. */
const LAST_WORDS_MS = 5_000;

export interface LogSource extends Omit<LogQuery, 'kind' | 'timestamps'> {
  /**
   * Tells one run of the container from the next, and whether it has begun: '' while that is not known. A log that has ended, or that
   * was refused since nothing ran yet, is asked for again with the next run.
   */
  readonly run: string;
}

const GONE: StreamEnd = { reason: 'finished', problem: null };

/** The logs of some containers as one that goes on over everything that cuts them: the tab's socket, the server, a restart. */
export class LogFeed {
  readonly #context: { readonly connection: Connection; readonly clock: Clock; readonly random: Random };
  readonly #streams: LogSubscription[] = [];
  /** Those that have no stream yet. */
  #unopened: readonly LogSource[] = [];
  readonly #onChange: (log: LogModel, sources: readonly LogSource[]) => void;
  #log: LogModel;
  /** What came, and is not in the log yet. */
  #waiting: LogPart[] = [];
  #waitingLength = 0;
  /** How many lines were read by now, of the streams that said so. */
  readonly #waitingRead = new Map<number, number>();
  #shownAt = Number.NEGATIVE_INFINITY;
  #cancelShow: (() => void) | null = null;

  constructor(
    sources: readonly LogSource[],
    context: { readonly connection: Connection; readonly clock: Clock; readonly random: Random },
    onChange: (log: LogModel, sources: readonly LogSource[]) => void,
  ) {
    this.#context = context;
    this.#onChange = onChange;
    this.#log = emptyLog(0);
    this.setSources(sources);
  }

  get context() {
    return this.#context;
  }

  /** All that came. */
  get log(): LogModel {
    if (this.#waiting.length > 0) this.#log = addParts(this.#log, this.#waiting);
    this.#waiting = [];
    this.#waitingLength = 0;
    for (const [stream, read] of this.#waitingRead) this.#log = countRead(this.#log, stream, read);
    this.#waitingRead.clear();
    return this.#log;
  }

  add(part: LogPart): void {
    this.#waiting.push(part);
    this.#waitingLength += part.text.length;
    this.#updateSoon();
  }

  setRead(stream: number, read: number): void {
    this.#waitingRead.set(stream, read);
    this.#updateSoon();
  }

  #updateSoon(): void {
    const { clock } = this.#context;
    const leftMs = this.#shownAt + SHOW_EVERY_MS - clock.elapsed();
    if (leftMs <= 0 || this.#waitingLength > MAX_WAITING) this.update(this.log);
    else this.#cancelShow ??= clock.schedule(leftMs, () => this.update(this.log));
  }

  update(log: LogModel): void {
    this.#cancelShow?.();
    this.#cancelShow = null;
    this.#shownAt = this.#context.clock.elapsed();
    this.#log = log;
    this.#onChange(log, this.sources);
  }

  /** Every container that was read, by the number of its stream. */
  get sources(): readonly LogSource[] {
    return this.#streams.map(({ source }) => source);
  }

  /** Which containers there are now, and what is known of their runs. Of those that are gone the lines stay. */
  setSources(sources: readonly LogSource[]): void {
    const wanted = new Map(sources.map(source => [containerOf(source), source]));
    for (const stream of this.#streams) {
      const source = wanted.get(containerOf(stream.source));
      wanted.delete(containerOf(stream.source));
      if (source === undefined) stream.leave();
      else stream.setRun(source.run);
    }
    this.#unopened = [...wanted.values()];
    this.openMore();
  }

  /** While there is room: those that are gone have a stream until they have said their last words. */
  openMore(): void {
    for (;;) {
      const [source, ...others] = this.#unopened;
      if (source === undefined || this.log.streams.filter(({ end }) => end === null).length >= MAX_READ) return;
      this.#unopened = others;
      const at = this.#freePlace();
      this.#streams[at]?.close();
      this.#log = addStream(this.log, at, this.#context.clock.now());
      this.#streams[at] = new LogSubscription(source, at, this);
    }
  }

  /** That of one that is gone and never wrote, else a new one: else a log that is long looked at would grow by all that came and went. */
  #freePlace(): number {
    const isFree = ({ isOver }: LogSubscription, at: number) => isOver && this.#log.streams[at]?.at === '';
    const at = this.#streams.findIndex(isFree);
    return at < 0 ? this.#streams.length : at;
  }

  close(): void {
    this.#cancelShow?.();
    for (const stream of this.#streams) stream.close();
  }
}

/** By which one container is known, however its log is asked for. */
export function containerOf(of: Pick<LogSource, 'cluster' | 'namespace' | 'pod' | 'container'>): string {
  const { cluster, namespace, pod, container } = of;
  return [cluster, namespace, pod, container].join('/');
}

/** One container's log. */
class LogSubscription {
  readonly source: LogSource;
  readonly #stream: number;
  readonly #feed: LogFeed;
  #handle: StreamHandle;
  #decoder = newDecoder();
  #run: string;
  /** The run that was known when the log was asked for last. */
  #askedRun: string;
  #failures = 0;
  /** Lines are read twice then: how many there are is not known. */
  #isResumed = false;
  #cancelRetry: () => void = () => {};
  /** The container is gone: what it wrote last may still come. */
  #cancelLeave: (() => void) | null = null;
  /** Its stream has ended since it is gone. */
  isOver = false;

  constructor(source: LogSource, stream: number, feed: LogFeed) {
    this.source = source;
    this.#stream = stream;
    this.#feed = feed;
    this.#run = source.run;
    this.#askedRun = source.run;
    this.#handle = this.#open();
  }

  setRun(run: string): void {
    this.#run = run;
    const isBack = this.#cancelLeave !== null;
    const end = this.#feed.log.streams[this.#stream]?.end ?? null;
    this.#cancelLeave?.();
    this.#cancelLeave = null;
    if (this.isOver && this.source.follow) this.#openAgain();
    // It was to be asked for again when it left.
    else if (isBack && this.#isToGoOn(end)) this.#retryLater();
    else this.#goOn();
    this.isOver = false;
  }

  /** The container is gone: its last words are waited for, and it is not asked for again. */
  leave(): void {
    this.#cancelRetry();
    this.#cancelLeave ??= this.#feed.context.clock.schedule(LAST_WORDS_MS, () => {
      this.isOver = true;
      this.#handle.close();
      this.#feed.update(endStream(this.#feed.log, this.#stream, GONE));
      this.#feed.openMore();
    });
  }

  close(): void {
    this.#cancelRetry();
    this.#cancelLeave?.();
    this.#handle.close();
  }

  #open(): StreamHandle {
    return this.#feed.context.connection.openStream(this.#query(), {
      onBytes: part => this.#take(part),
      onEnd: end => this.#end(end),
      // A new socket: the server is asked to go on where the last one broke off.
      renew: () => {
        this.#resume();
        return this.#query();
      },
    });
  }

  #query(): LogQuery {
    const { run: _run, ...query } = this.source;
    const sinceTime = resumeTime(this.#feed.log, this.#stream);
    return {
      kind: 'logs',
      ...query,
      timestamps: true,
      ...(sinceTime === null ? {} : { sinceTime, tailLines: MAX_RESUMED }),
    };
  }

  #resume(): void {
    const hasRestarted = this.#askedRun !== '' && this.#run !== this.#askedRun;
    this.#askedRun = this.#run;
    this.#isResumed = true;
    this.#cancelRetry();
    this.#decoder = newDecoder();
    this.#feed.update(resumeStream(this.#feed.log, this.#stream, hasRestarted ? 'restarted' : 'gap'));
  }

  #take({ channel, bytes }: Pick<StreamFrame, 'channel' | 'bytes'>): void {
    this.#failures = 0;
    if (channel === LOG_CHANNEL.lines) this.#add(this.#decoder.decode(bytes, { stream: true }));
    // These two come whole.
    else if (channel === LOG_CHANNEL.around)
      this.#feed.add({ stream: this.#stream, text: newDecoder().decode(bytes), kind: 'around' });
    else if (!this.#isResumed) {
      const { lines } = JSON.parse(newDecoder().decode(bytes)) as LogRead;
      this.#feed.setRead(this.#stream, lines);
    }
  }

  #add(text: string): void {
    if (text !== '') this.#feed.add({ stream: this.#stream, text, kind: 'text' });
  }

  #end(end: StreamEnd): void {
    // Half a character at the end of the last words is shown as such; a cut one comes again whole.
    if (end.reason !== 'cut') this.#add(this.#decoder.decode());
    this.#feed.update(endStream(this.#feed.log, this.#stream, end));
    this.isOver = this.#cancelLeave !== null;
    if (!this.isOver && this.#isToGoOn(end)) this.#retryLater();
    else if (!this.isOver) this.#goOn();
    this.#feed.openMore();
  }

  /** It broke off, or the tab read too much at once: that says nothing of the log. */
  #isToGoOn(end: StreamEnd | null): boolean {
    return (end?.reason === 'cut' && this.source.follow) || end?.problem?.code === 'tooManyStreams';
  }

  #retryLater(): void {
    const { clock, random } = this.#feed.context;
    this.#failures++;
    this.#cancelRetry = clock.schedule(backoffDelay(RETRY, this.#failures, random), () => this.#openAgain());
  }

  /** Has ended, and there is a run that it was not asked of. */
  #goOn(): void {
    const isOver = this.#feed.log.streams[this.#stream]?.end !== null;
    if (isOver && this.source.follow && this.#run !== '' && this.#run !== this.#askedRun) this.#openAgain();
  }

  #openAgain(): void {
    this.#handle.close();
    this.#resume();
    this.#handle = this.#open();
  }
}

/** A character may come in two parts; every byte of a log is shown. */
function newDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}
