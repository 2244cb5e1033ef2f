import type { Clock } from '@lanthorn/base/clock.ts';
import type { ClockMessage } from '@lanthorn/protocol/down-messages.ts';
import { Ticker } from '../../ui/time/clock.ts';

/** The time of each cluster, as the server told it; until it did, this machine's. */
export class ClusterTimes {
  readonly #clock: Pick<Clock, 'now' | 'elapsed'>;
  /** Of each cluster: what its clock shows beyond this machine's clock of durations. */
  readonly #told = new Map<string, { readonly offset: number; readonly isKnown: boolean }>();
  /** As many as there are clusters in the kubeconfig. */
  readonly #tickers = new Map<string, Ticker>();

  constructor(clock: Pick<Clock, 'now' | 'elapsed'>) {
    this.#clock = clock;
  }

  /** A clock message took no time worth speaking of: a browser is near its server. */
  take({ cluster, now, isKnown }: ClockMessage): void {
    this.#told.set(cluster, { offset: now - this.#clock.elapsed(), isKnown });
    this.#tickers.get(cluster)?.look();
  }

  now(cluster: string): number {
    const told = this.#told.get(cluster);
    return told === undefined ? this.#clock.now() : this.#clock.elapsed() + told.offset;
  }

  /** For all who show it; one and the same for each cluster. */
  ticker(cluster: string): Ticker {
    const ticker = this.#tickers.get(cluster) ?? new Ticker(() => this.now(cluster));
    this.#tickers.set(cluster, ticker);
    return ticker;
  }

  /** By how much this machine's clock is ahead of the cluster's own; null where that is not known. */
  skew(cluster: string): number | null {
    return this.#told.get(cluster)?.isKnown === true ? this.#clock.now() - this.now(cluster) : null;
  }
}
