import { must } from '@lanthorn/base/assert.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { type GroupVersionResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer, ReferrersAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { Api } from '../connection/api.ts';

/** As long as the server itself remembers what it is told of by name. */
const KINDS_MS = 8_000;
const REFERRERS_MS = 30_000;

/** Which kinds each cluster has, and which of them may name others. */
export class KindDirectory {
  readonly #api: Pick<Api, 'kinds' | 'referrers'>;
  readonly #kinds: Remembered<KindsAnswer>;
  /** What each said last, as long as it goes on saying so. */
  readonly #last = new Map<string, KindsAnswer & { readonly revision: string }>();
  readonly #referrers: Remembered<ReferrersAnswer>;

  constructor(api: Pick<Api, 'kinds' | 'referrers'>, clock: Clock) {
    this.#api = api;
    this.#kinds = new Remembered(clock, KINDS_MS);
    this.#referrers = new Remembered(clock, REFERRERS_MS);
  }

  of(cluster: string): Promise<KindsAnswer> {
    return this.#kinds.get(cluster, () => this.#ask(cluster, false));
  }

  /** Asked anew: a kind is wanted that was not among them, and may just have come. */
  again(cluster: string): Promise<KindsAnswer> {
    this.#kinds.forget(cluster);
    return this.#kinds.get(cluster, () => this.#ask(cluster, true));
  }

  /** What is still so stays the same answer: nobody makes anything of it anew. */
  async #ask(cluster: string, isFresh: boolean): Promise<KindsAnswer> {
    const before = this.#last.get(cluster);
    const answer = await this.#api.kinds(cluster, { isFresh, known: before?.revision });
    if ('isSame' in answer) return must(before, 'what it is the same as');
    this.#last.set(cluster, answer);
    return answer;
  }

  /** Custom kinds whose objects may name those of this one; or those of which nobody says what they name. */
  referrers(cluster: string, resource: GroupVersionResource, ofOthers = false): Promise<ReferrersAnswer> {
    const key = JSON.stringify([cluster, resourceKey(resource), ofOthers]);
    return this.#referrers.get(key, () => this.#api.referrers(cluster, resource, ofOthers));
  }
}

/** Answers, each for a while; what failed is asked again at the next question. */
class Remembered<Answer> {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #known = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();

  constructor(clock: Clock, ttlMs: number) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const now = this.#clock.elapsed();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < this.#ttlMs) return known.answer;
    const asked = { at: now, answer: ask() };
    this.#known.set(key, asked);
    // A newer question may have been asked since.
    asked.answer.catch(() => this.#known.get(key) === asked && this.#known.delete(key));
    return asked.answer;
  }
}
