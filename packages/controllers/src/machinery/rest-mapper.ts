import type { Clock } from '@lanthorn/base/clock.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { type DiscoveredResource, discoverResources } from '@lanthorn/kube/api/discovery.ts';

/** Definitions come and go; a kind that is not known is looked for again after this. */
const FRESH_MS = 5_000;

/** Which resource a kind is, as the server says (client-go's RESTMapper). */
export class RestMapper {
  readonly #source: ApiSource;
  readonly #clock: Clock;
  #known: Promise<readonly DiscoveredResource[]> | null = null;
  #at = 0;

  constructor(source: ApiSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  all(): Promise<readonly DiscoveredResource[]> {
    if (this.#known === null || this.#clock.elapsed() - this.#at > FRESH_MS) {
      this.#at = this.#clock.elapsed();
      this.#known = discoverResources(this.#source).then(({ kinds }) => kinds);
    }
    return this.#known;
  }

  async byKind(group: string, kind: string): Promise<DiscoveredResource | null> {
    return (await this.all()).find(entry => entry.group === group && entry.kind === kind) ?? null;
  }

  async byResource(group: string, resource: string): Promise<DiscoveredResource | null> {
    return (await this.all()).find(entry => entry.group === group && entry.resource === resource) ?? null;
  }
}
