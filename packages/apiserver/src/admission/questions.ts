import type { Random } from '@lanthorn/base/random.ts';
import { internalError } from '../wire/api-error.ts';

/** What a webhook is asked, and where. */
export interface WebhookCall {
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

/** An answer that a request waits for. */
export class Question extends Error {
  override name = 'Question';
  readonly key: string;
  readonly call: WebhookCall;

  constructor(key: string, call: WebhookCall) {
    super(`asks ${call.url}`);
    this.key = key;
    this.call = call;
  }
}

/** A request that is never done: each conflict with another write asks anew. */
const MOST = 100;

/**
 * What one request asked of webhooks so far. A request is answered at one go: where an answer is missing the question is thrown, asked,
 * and the request answered from its beginning. Nothing is written before the last answer is there, and what was drawn stays.
 */
export class Questions {
  readonly #answers = new Map<string, WebhookAnswer>();
  readonly #drawn: number[] = [];

  ask(key: string, call: () => WebhookCall): WebhookAnswer {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    if (this.#answers.size >= MOST) throw internalError('too many webhooks were asked for one request');
    throw new Question(key, call());
  }

  put(key: string, answer: WebhookAnswer): void {
    this.#answers.set(key, answer);
  }

  /** The same chance whenever the request is answered anew. */
  chance(random: Random): Random {
    let at = 0;
    return { next: () => (this.#drawn[at++] ??= random.next()) };
  }
}
