import type { Clock } from '@lanthorn/base/clock.ts';
import { type GroupVersionResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer, ReferrersAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { Api } from '../connection/api.ts';

/** As long as the server itself remembers. */
const TTL_MS = 30_000;

/** Which kinds each cluster has, and which of them may name others. */
export class KindDirectory {
  readonly #api: Pick<Api, 'kinds' | 'referrers'>;
  readonly #kinds: Remembered<KindsAnswer>;
  readonly #referrers: Remembered<ReferrersAnswer>;

  constructor(api: Pick<Api, 'kinds' | 'referrers'>, clock: Clock) {
    this.#api = api;
    this.#kinds = new Remembered(clock);
    this.#referrers = new Remembered(clock);
  }

  of(cluster: string): Promise<KindsAnswer> {
    return this.#kinds.get(cluster, () => this.#api.kinds(cluster));
  }

  /** Asked anew: a kind is wanted that was not among them, and may just have come. */
  again(cluster: string): Promise<KindsAnswer> {
    this.#kinds.forget(cluster);
    return this.#kinds.get(cluster, () => this.#api.kinds(cluster, true));
  }

  /** Custom kinds whose objects may name those of this one. */
  referrers(cluster: string, resource: GroupVersionResource): Promise<ReferrersAnswer> {
    const key = JSON.stringify([cluster, resourceKey(resource)]);
    return this.#referrers.get(key, () => this.#api.referrers(cluster, resource));
  }
}

/** Answers, each for a while; what failed is asked again at the next question. */
class Remembered<Answer> {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const now = this.#clock.elapsed();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < TTL_MS) return known.answer;
    const asked = { at: now, answer: ask() };
    this.#known.set(key, asked);
    // A newer question may have been asked since.
    asked.answer.catch(() => this.#known.get(key) === asked && this.#known.delete(key));
    return asked.answer;
  }
}
