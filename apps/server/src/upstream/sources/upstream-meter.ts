import type { UpstreamCost } from '@lanthorn/protocol/http/cost-messages.ts';

/** What is asked of an API server: by whom, what for. */
export interface UpstreamUse {
  readonly cluster: string;
  readonly user: string;
  /** As RBAC calls it; `watch` for the one that lasts. */
  readonly verb: string;
  /** `pods`, `cronjobs.batch`, or '' for what is about no resource. */
  readonly resource: string;
}

type Counters = { -readonly [K in Exclude<keyof UpstreamCost, keyof UpstreamUse>]: UpstreamCost[K] };

/** Everything Lanthorn ever asked, by cluster, identity, verb and resource: few enough to keep. */
export class UpstreamMeter {
  readonly #costs = new Map<string, UpstreamUse & Counters>();

  of(use: UpstreamUse): Counters {
    const key = JSON.stringify([use.cluster, use.user, use.verb, use.resource]);
    const known = this.#costs.get(key);
    if (known !== undefined) return known;
    const counters = { ...use, requests: 0, open: 0, bytes: 0, failed: 0, rejected: 0 };
    this.#costs.set(key, counters);
    return counters;
  }

  costs(): readonly UpstreamCost[] {
    return [...this.#costs.values()];
  }
}
