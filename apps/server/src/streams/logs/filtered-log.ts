import type { Clock } from '@lanthorn/base/clock.ts';
import { LOG_CHANNEL, type LogRead } from '@lanthorn/protocol/streams.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { LineFilter } from './line-filter.ts';

/** A line that is longer is taken in parts: what has no line break never fills the memory. */
const MAX_LINE = 1024 * 1024;
/** Characters of lines that may yet stand before a hit. */
const MAX_WAITING = 256 * 1024;
/** Characters of one message to the tab, about. */
const MESSAGE = 64 * 1024;
/** Lines are judged so long before others get their turn. */
const SLICE_MS = 10;
/** A tab is told how much was read after so much of it, or so long: that costs it next to nothing. */
const TELL_EVERY_CHARACTERS = 16 * 1024;
const TELL_EVERY_MS = 500;

interface FilteredLogContext {
  readonly clock: Pick<Clock, 'elapsed' | 'nextTurn' | 'schedule'>;
  readonly boundary: Pick<Boundary, 'follow'>;
  /** The way to the tab; kept when there is room for more. */
  readonly outlet: { write(channel: number, bytes: Uint8Array): Promise<void> };
  readonly isWanted: LineFilter;
  /** Lines before and behind each that is wanted. */
  readonly around: number;
  /** Each line begins with its time, which is none of its words. */
  readonly hasTimes: boolean;
}

/** Takes a log in as it comes, and sends on the lines that are asked for, those around them, and how many were read. */
export class FilteredLog {
  readonly #context: FilteredLogContext;
  #open = '';
  /** The last lines that were not sent. */
  #waiting: string[] = [];
  #waitingLength = 0;
  /** Lines behind a hit that are still to be sent. */
  #behind = 0;
  /** Lines of one kind, one after another. */
  #message = { channel: LOG_CHANNEL.lines as number, text: '' };
  #lines = 0;
  #untold = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** What was read last is told as well where nothing comes behind it. */
  #cancelTell = () => {};
  #telling: Promise<void> = Promise.resolve();

  constructor(context: FilteredLogContext) {
    this.#context = context;
  }

  /** Kept when there is room for more. */
  async take(text: string): Promise<void> {
    const { clock, boundary } = this.#context;
    await this.#untilTold();
    const lines = `${this.#open}${text}`.split('\n');
    const open = lines.pop() ?? '';
    this.#open = open.length > MAX_LINE ? '' : open;
    if (open.length > MAX_LINE) lines.push(open);
    this.#untold += text.length;
    let since = clock.elapsed();
    for (const line of lines) {
      await this.#judge(line);
      if (clock.elapsed() - since < SLICE_MS) continue;
      await clock.nextTurn();
      since = clock.elapsed();
    }
    await this.#send();
    const waitMs = this.#toldAt + TELL_EVERY_MS - clock.elapsed();
    if (this.#untold >= TELL_EVERY_CHARACTERS || waitMs <= 0) return this.#tell();
    this.#cancelTell = clock.schedule(waitMs, () => {
      this.#telling = this.#tell();
      boundary.follow(this.#telling);
    });
  }

  /** No more comes: what there is of a last line is one. */
  async end(): Promise<void> {
    await this.#untilTold();
    if (this.#open !== '') await this.#judge(this.#open);
    await this.#send();
    await this.#tell();
  }

  /** Nobody reads it any more. */
  close(): void {
    this.#cancelTell();
  }

  /** What was to be told in a while is told with what comes now. */
  async #untilTold(): Promise<void> {
    this.#cancelTell();
    await this.#telling;
  }

  async #judge(line: string): Promise<void> {
    const { isWanted, around, hasTimes } = this.#context;
    this.#lines++;
    if (isWanted(hasTimes ? line.slice(line.indexOf(' ') + 1) : line)) {
      for (const before of this.#waiting.splice(0)) await this.#put(LOG_CHANNEL.around, before);
      this.#waitingLength = 0;
      await this.#put(LOG_CHANNEL.lines, line);
      this.#behind = around;
    } else if (this.#behind > 0) {
      this.#behind--;
      await this.#put(LOG_CHANNEL.around, line);
    } else if (around > 0) this.#wait(line, around);
  }

  #wait(line: string, most: number): void {
    this.#waiting.push(line);
    this.#waitingLength += line.length;
    while (this.#waiting.length > most || this.#waitingLength > MAX_WAITING)
      this.#waitingLength -= this.#waiting.shift()?.length ?? 0;
  }

  async #put(channel: number, line: string): Promise<void> {
    if (this.#message.channel !== channel || this.#message.text.length > MESSAGE) await this.#send();
    this.#message = { channel, text: `${this.#message.text}${line}\n` };
  }

  async #send(): Promise<void> {
    const { channel, text } = this.#message;
    this.#message = { channel, text: '' };
    if (text !== '') await this.#context.outlet.write(channel, Buffer.from(text));
  }

  async #tell(): Promise<void> {
    this.#untold = 0;
    this.#toldAt = this.#context.clock.elapsed();
    const read: LogRead = { lines: this.#lines };
    await this.#context.outlet.write(LOG_CHANNEL.read, Buffer.from(JSON.stringify(read)));
  }
}
