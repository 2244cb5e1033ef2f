import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, isObject } from '@lanthorn/base/json.ts';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

type Frame =
  | { readonly atMs: number; readonly kind: 'output'; readonly text: string }
  | { readonly atMs: number; readonly kind: 'size'; readonly size: Size };

/** A recording, read. */
export interface Cast extends Size {
  readonly frames: readonly Frame[];
  readonly durationMs: number;
}

/** Nobody waits longer for the next thing that happened. */
const LONGEST_PAUSE_MS = 2_000;
/** Larger is no terminal. */
const MAX_CELLS = 1_000;

const cells = (value: unknown) => Math.min(MAX_CELLS, Math.max(1, Math.round(asNumber(value) ?? 1)));

/** Null where it is no recording; a line that is none (the last of one that was cut) is left out. */
export function readCast(text: string): Cast | null {
  const [first = '', ...lines] = text.split('\n');
  const header = parsed(first);
  if (!isObject(header) || header['version'] !== 2) return null;
  const frames = lines.flatMap(line => frameOf(parsed(line)));
  const size = { columns: cells(header['width']), rows: cells(header['height']) };
  return { ...size, frames, durationMs: frames.at(-1)?.atMs ?? 0 };
}

function frameOf(value: unknown): Frame[] {
  const [seconds, kind, data] = asArray(value);
  const atMs = (asNumber(seconds) ?? 0) * 1_000;
  if (kind === 'o') return [{ atMs, kind: 'output', text: asString(data) }];
  const [, columns, rows] = /^(\d+)x(\d+)$/.exec(asString(data)) ?? [];
  if (kind !== 'r' || columns === undefined) return [];
  return [{ atMs, kind: 'size', size: { columns: cells(Number(columns)), rows: cells(Number(rows)) } }];
}

function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : asObject(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a recording is played on. */
export interface CastScreen {
  write(text: string): void;
  clear(): void;
  resize(size: Size): void;
}

export interface PlayerState {
  readonly atMs: number;
  readonly isPlaying: boolean;
}

/** Plays a recording as fast as it was made, pauses cut short. */
export class CastPlayer {
  readonly #cast: Cast;
  readonly #screen: CastScreen;
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #onChange: (state: PlayerState) => void;
  /** The frame that comes next. */
  #next = 0;
  #atMs = 0;
  #cancel: (() => void) | null = null;

  constructor(
    cast: Cast,
    {
      screen,
      clock,
      onChange,
    }: {
      readonly screen: CastScreen;
      readonly clock: Pick<Clock, 'schedule'>;
      readonly onChange: (state: PlayerState) => void;
    },
  ) {
    this.#cast = cast;
    this.#screen = screen;
    this.#clock = clock;
    this.#onChange = onChange;
    screen.resize(cast);
  }

  /** From where it is; from the beginning where it is at its end. */
  play(): void {
    if (this.#cancel !== null) return;
    if (this.#next >= this.#cast.frames.length) this.seek(0);
    this.#goOn();
  }

  pause(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#tell();
  }

  /** The screen as it was then; it plays on where it played. */
  seek(ms: number): void {
    const isPlaying = this.#cancel !== null;
    this.#cancel?.();
    this.#cancel = null;
    this.#screen.clear();
    this.#screen.resize(this.#cast);
    this.#next = 0;
    this.#showUntil(ms);
    this.#atMs = ms;
    if (isPlaying) this.#goOn();
    else this.#tell();
  }

  #goOn(): void {
    const next = this.#cast.frames[this.#next];
    if (next === undefined) return this.pause();
    this.#cancel = this.#clock.schedule(Math.min(LONGEST_PAUSE_MS, Math.max(0, next.atMs - this.#atMs)), () => {
      this.#showUntil(next.atMs);
      this.#atMs = next.atMs;
      this.#goOn();
    });
    this.#tell();
  }

  #showUntil(ms: number): void {
    const { frames } = this.#cast;
    let text = '';
    const flush = () => {
      if (text !== '') this.#screen.write(text);
      text = '';
    };
    for (let frame = frames[this.#next]; frame !== undefined && frame.atMs <= ms; frame = frames[++this.#next]) {
      if (frame.kind === 'output') text += frame.text;
      else {
        flush();
        this.#screen.resize(frame.size);
      }
    }
    flush();
  }

  #tell(): void {
    this.#onChange({ atMs: this.#atMs, isPlaying: this.#cancel !== null });
  }
}
