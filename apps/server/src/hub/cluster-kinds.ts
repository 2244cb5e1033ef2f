import type { Clock } from '@lanthorn/base/clock.ts';
import { type Discovered, discoverResources, isCheapToAsk } from '@lanthorn/kube/api/discovery.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** A kind that was just made is found after this long at the latest; discovery of many kinds is some hundred kilobytes. */
const TTL_MS = 30_000;

/** The same of a server that says when nothing has changed, in a few bytes. */
export const CHECKED_MS = 8_000;

/** The same where somebody wants a kind that was not known: a page that does so again and again asks the cluster no more often. */
export const FRESH_MS = 2_000;

interface Known {
  readonly at: number;
  readonly kinds: Promise<Discovered>;
  /** What was said last, now or before. */
  last?: Discovered;
}

/** Which kinds each cluster has, asked once for all tabs when somebody needs to know. */
export class ClusterKinds {
  readonly #clock: Clock;
  readonly #known = new Map<ClusterKey, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * In the order of discovery, each in the version the server prefers, as it was within `ttlMs`. Rejects in the server's words; the next question
   * asks again.
   */
  async of(cluster: Cluster, ttlMs = TTL_MS): Promise<Discovered> {
    const { key } = cluster;
    const now = this.#clock.elapsed();
    let known = this.#known.get(key);
    const last = known?.last;
    const lasts = last !== undefined && isCheapToAsk(last) ? Math.min(ttlMs, CHECKED_MS) : ttlMs;
    if (known === undefined || now - known.at >= lasts) {
      known = { at: now, kinds: discoverResources(cluster.source, last), ...(last === undefined ? {} : { last }) };
      this.#known.set(key, known);
    }
    try {
      known.last = await known.kinds;
      return known.last;
    } catch (error) {
      if (this.#known.get(key) === known) this.#known.delete(key);
      throw error;
    }
  }
}
