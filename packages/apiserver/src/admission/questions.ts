import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { internalError } from '../wire/api-error.ts';

/** What a webhook is asked, and where. */
export interface WebhookCall {
  /** Of the review, which its answer names. */
  readonly uid: string;
  readonly url: string;
  /** Whom to trust, in PEM; '' where the usual authorities count. */
  readonly caBundle: string;
  readonly body: string;
  readonly timeoutMs: number;
}

/** What it said, or why it said nothing. */
export type WebhookAnswer = { readonly status: number; readonly body: string } | { readonly error: string };

/** Asks a webhook; never rejects. */
export type WebhookCaller = (call: WebhookCall) => Promise<WebhookAnswer>;

interface Asked {
  readonly key: string;
  readonly call: WebhookCall;
}

/** Answers that a request waits for. */
export class OpenQuestions extends Error {
  override name = 'OpenQuestions';
  readonly asked: readonly Asked[];

  constructor(asked: readonly Asked[]) {
    super(`asks ${asked.map(({ call }) => call.url).join(', ')}`);
    this.asked = asked;
  }
}

/** Does something with each; what has to be asked about them is asked together. */
export function askTogether<T>(items: readonly T[], task: (item: T) => void): void {
  const asked: Asked[] = [];
  for (const item of items) {
    try {
      task(item);
    } catch (error) {
      if (!(error instanceof OpenQuestions)) throw error;
      asked.push(...error.asked);
    }
  }
  if (asked.length > 0) throw new OpenQuestions(asked);
}

/** Passes of a request that is never done: each conflict with another write asks anew. */
const MOST = 100;

/**
 * What one request asked of webhooks so far. A request is answered at one go: where an answer is missing the question is thrown, asked,
 * and the request answered from its beginning. Nothing is written before the last answer is there, and the time and what was drawn stay.
 */
export class Questions {
  readonly #answers = new Map<string, { readonly call: WebhookCall; readonly answer: WebhookAnswer }>();
  readonly #drawn: number[] = [];
  #at = 0;
  #passes = 0;
  #now: number | undefined;

  /** The request is answered from its beginning. */
  begin(): void {
    this.#at = 0;
    this.#passes++;
  }

  ask(key: string, call: () => WebhookCall): { readonly call: WebhookCall; readonly answer: WebhookAnswer } {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    if (this.#passes > MOST) throw internalError('too many webhooks were asked for one request');
    throw new OpenQuestions([{ key, call: call() }]);
  }

  put({ key, call }: Asked, answer: WebhookAnswer): void {
    this.#answers.set(key, { call, answer });
  }

  /** The same chance whenever the request is answered anew. */
  chance(random: Random): Random {
    return { next: () => (this.#drawn[this.#at++] ??= random.next()) };
  }

  /** When it was answered first. */
  now(clock: Pick<Clock, 'now'>): number {
    return (this.#now ??= clock.now());
  }
}
