import { type StreamEnd, TERMINAL_CHANNEL, type TerminalState } from '@lanthorn/protocol/streams.ts';
import type { TerminalQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Connection } from '../connection/connection.ts';
import type { StreamHandle } from '../connection/page-streams.ts';

/** How far a terminal is. Whether its server can be reached is told elsewhere, for everything alike. */
export type TerminalPhase =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly state: TerminalState }
  | { readonly kind: 'ended'; readonly end: StreamEnd; readonly state: TerminalState | null };

/** What draws what is written. */
export interface TerminalOutput {
  /** Kept when it is drawn: until then no more of it is sent than there is room for. */
  write(bytes: Uint8Array): Promise<void>;
  /** What is drawn is not what was before what follows. */
  clear(): void;
}

/** What follows is not what comes after what is drawn: it is another shell, or some of it is lost. */
export type TerminalGap = 'otherShell' | 'lost';

export type TerminalPlace = Omit<TerminalQuery, 'kind' | 'seen' | 'columns' | 'rows'>;

/** What is sent at a time, well below what a message may have. */
const PART_BYTES = 16 * 1024;
/** Typed or pasted, and not taken by the container yet; more than anybody means to paste. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;

export interface FeedContext {
  readonly connection: Pick<Connection, 'openStream'>;
  readonly output: TerminalOutput;
  readonly size: { readonly columns: number; readonly rows: number };
  readonly onPhase: (phase: TerminalPhase) => void;
  readonly onGap: (gap: TerminalGap) => void;
  /** What was pasted is more than is kept, and none of it was sent. */
  readonly onTooMuch: () => void;
}

/** A terminal over whatever cuts it: a new socket goes on where the last one ended. */
export class TerminalFeed {
  readonly #place: TerminalPlace;
  readonly #context: FeedContext;
  readonly #handle: StreamHandle;
  #size: FeedContext['size'];
  #phase: TerminalPhase = { kind: 'connecting' };
  #state: TerminalState | null = null;
  /** Bytes of its output that were got here. */
  #seen = 0;
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;

  constructor(place: TerminalPlace, context: FeedContext) {
    this.#place = place;
    this.#context = context;
    this.#size = context.size;
    this.#handle = context.connection.openStream(this.#query(), {
      onBytes: ({ channel, bytes }) => this.#take(channel, bytes),
      onEnd: end => this.#end(end),
      onRoom: () => this.#send(),
      renew: () => {
        // Nobody knows what of it arrived.
        this.#drop();
        return this.#query();
      },
    });
  }

  get phase(): TerminalPhase {
    return this.#phase;
  }

  type(text: string): void {
    if (this.#phase.kind !== 'live' || !this.#phase.state.takesInput) return;
    const bytes = new TextEncoder().encode(text);
    if (this.#pendingBytes + bytes.length > MAX_PENDING_BYTES) return this.#context.onTooMuch();
    this.#pendingBytes += bytes.length;
    for (let at = 0; at < bytes.length; at += PART_BYTES) this.#pending.push(bytes.slice(at, at + PART_BYTES));
    return this.#send();
  }

  resize(size: FeedContext['size']): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.#handle.write(TERMINAL_CHANNEL.size, new TextEncoder().encode(JSON.stringify(size)));
  }

  /** Ends the shell; what is attached to goes on. */
  close(): void {
    this.#handle.close();
  }

  #query(): TerminalQuery {
    return { kind: 'terminal', ...this.#place, seen: this.#seen, ...this.#size };
  }

  #take(channel: number, bytes: Uint8Array): Promise<void> | undefined {
    if (channel === TERMINAL_CHANNEL.state) this.#begin(JSON.parse(new TextDecoder().decode(bytes)) as TerminalState);
    if (channel !== TERMINAL_CHANNEL.output) return undefined;
    this.#seen += bytes.length;
    return this.#context.output.write(bytes);
  }

  #begin(state: TerminalState): void {
    if (state.at !== this.#seen) {
      const hadSeen = this.#seen > 0;
      this.#context.output.clear();
      if (hadSeen) this.#context.onGap(state.at === 0 ? 'otherShell' : 'lost');
    }
    this.#seen = state.at;
    this.#state = state;
    this.#become({ kind: 'live', state });
  }

  #end(end: StreamEnd): void {
    this.#drop();
    // Asked for anew on another socket it would be another shell.
    this.#handle.close();
    this.#become({ kind: 'ended', end, state: this.#state });
  }

  #become(phase: TerminalPhase): void {
    this.#phase = phase;
    this.#context.onPhase(phase);
  }

  #send(): void {
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      if (!this.#handle.write(TERMINAL_CHANNEL.input, next)) return;
      this.#pending.shift();
      this.#pendingBytes -= next.length;
    }
  }

  #drop(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
