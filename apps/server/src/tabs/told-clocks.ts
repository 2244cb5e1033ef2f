import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** The clocks of the clusters that a tab looked at: it is told their time, and whenever that becomes another. */
export class ToldClocks {
  readonly #send: (message: DownMessage) => void;
  readonly #clocks = new Map<string, { readonly tell: () => void; readonly stop: () => void }>();

  constructor(send: (message: DownMessage) => void) {
    this.#send = send;
  }

  /** From the first time that the tab looks at the cluster. */
  follow({ info: { name }, clock }: Cluster): void {
    if (this.#clocks.has(name)) return;
    const tell = () => this.#send({ type: 'clock', cluster: name, now: clock.now(), isKnown: clock.isKnown });
    this.#clocks.set(name, { tell, stop: clock.onChange(tell) });
    tell();
  }

  /** The two machines may not agree on how much time has passed: one of them slept. */
  tellAll(): void {
    for (const { tell } of this.#clocks.values()) tell();
  }

  close(): void {
    for (const { stop } of this.#clocks.values()) stop();
    this.#clocks.clear();
  }
}
