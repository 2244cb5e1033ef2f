import type { HistoryState } from '@lanthorn/protocol/down-messages.ts';

/** Records that are told apart when they are met unreadable again; more are one number. */
const MAX_UNREADABLE = 1_000;

/** Nothing can be kept or read now; the message says where, and why in the words of the system. */
export class HistoryUnavailable extends Error {
  override name = 'HistoryUnavailable';
  /** That of an HTTP answer it ends. */
  readonly statusCode = 503;
}

/** What was asked of it; null where nothing can be kept or read now. */
export async function unlessUnavailable<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HistoryUnavailable) return null;
    throw error;
  }
}

/** Whether the history can be written and read: what everybody is told of it. */
export class HistoryStatus {
  #state: HistoryState;
  readonly #unreadable = new Set<string>();
  readonly #listeners = new Set<(state: HistoryState) => void>();

  constructor({ isLasting, problem = null }: { readonly isLasting: boolean; readonly problem?: string | null }) {
    this.#state = { isLasting, problem, unreadable: 0 };
  }

  get state(): HistoryState {
    return this.#state;
  }

  subscribe(listener: (state: HistoryState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something could not be written or read. */
  fail(error: unknown): void {
    this.#become({ ...this.#state, problem: error instanceof Error ? error.message : String(error) });
  }

  /** It can be written and read again. */
  recover(): void {
    this.#become({ ...this.#state, problem: null });
  }

  /** A record was met that is no such record. */
  skip(record: string): void {
    if (this.#unreadable.size < MAX_UNREADABLE) this.#unreadable.add(record);
    this.#become({ ...this.#state, unreadable: this.#unreadable.size });
  }

  #become(state: HistoryState): void {
    const { problem, unreadable } = this.#state;
    if (state.problem === problem && state.unreadable === unreadable) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
