import type { ObjectQuery } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { isUnreadable, type Watching } from './patient-watch.ts';

interface Ask {
  readonly query: ObjectQuery;
  /** Takes the pod, null where there is none; or why it cannot be read for now. */
  readonly take: (answer: { readonly pod: unknown } | { readonly why: QueryState }) => void;
  /** Ends what is under way for it. */
  stop: () => void;
}

/** Each is a subscription of the tab while it is asked for. */
const MAX_ASKED = 4;
/** What could not be read is asked for again after so long. */
const AGAIN_MS = 10_000;

/** Reads pods once each, a few at a time. */
export class OncePods {
  readonly #context: Watching;
  readonly #waiting = new Set<Ask>();
  readonly #asked = new Set<Ask>();

  constructor(context: Watching) {
    this.#context = context;
  }

  /** Returns how it is given up. */
  read(query: ObjectQuery, take: Ask['take']): () => void {
    const ask: Ask = { query, take, stop: () => {} };
    this.#waiting.add(ask);
    this.#askNext();
    return () => this.#end(ask);
  }

  #askNext(): void {
    const [ask] = this.#waiting;
    if (ask === undefined || this.#asked.size >= MAX_ASKED) return;
    this.#waiting.delete(ask);
    this.#asked.add(ask);
    const { connection } = this.#context;
    const handle = connection.subscribe(ask.query, frame => {
      if (frame.type !== 'object' || !this.#asked.has(ask)) return;
      const { object: pod, state } = frame;
      // It may tell before it is known how that is ended.
      if (pod !== undefined) queueMicrotask(() => this.#answer(ask, { pod }));
      else if (state !== undefined && isUnreadable(state)) queueMicrotask(() => this.#answer(ask, { why: state }));
    });
    ask.stop = () => handle.close();
  }

  #answer(ask: Ask, answer: { readonly pod: unknown } | { readonly why: QueryState }): void {
    if (!this.#asked.has(ask)) return;
    this.#end(ask);
    if ('why' in answer)
      ask.stop = this.#context.clock.schedule(AGAIN_MS, () => {
        this.#waiting.add(ask);
        this.#askNext();
      });
    ask.take(answer);
  }

  #end(ask: Ask): void {
    ask.stop();
    this.#waiting.delete(ask);
    if (this.#asked.delete(ask)) this.#askNext();
  }
}
