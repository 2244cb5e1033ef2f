import type { Clock } from '@lanthorn/base/clock.ts';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { Api } from '../connection/api.ts';

/** As long as the server itself remembers. */
const TTL_MS = 30_000;

/** Which kinds each cluster has. */
export class KindDirectory {
  readonly #api: Pick<Api, 'kinds'>;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly at: number; readonly kinds: Promise<KindsAnswer> }>();

  constructor(api: Pick<Api, 'kinds'>, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  of(cluster: string): Promise<KindsAnswer> {
    const now = this.#clock.elapsed();
    const known = this.#known.get(cluster);
    if (known !== undefined && now - known.at < TTL_MS) return known.kinds;
    const asked = { at: now, kinds: this.#api.kinds(cluster) };
    this.#known.set(cluster, asked);
    // A newer question may have been asked since.
    asked.kinds.catch(() => this.#known.get(cluster) === asked && this.#known.delete(cluster));
    return asked.kinds;
  }
}
