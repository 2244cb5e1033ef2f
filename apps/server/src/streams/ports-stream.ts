import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { PortsState } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { OUTPUT_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { Outlet, Stream, StreamContext } from './stream.ts';

/** The ports of one person, whole in each frame: now, and whenever they are others. A tab that reads slowly is told what is so then. */
export class PortsStream implements Stream {
  readonly #outlet: Outlet;
  readonly #stop: () => void;
  #isTelling = false;
  #isStale = false;
  #isOver = false;

  constructor({ identity, boundary, outlet, ports }: StreamContext) {
    this.#outlet = outlet;
    const tell = () => {
      this.#isStale = true;
      if (!this.#isTelling) boundary.follow(this.#tell(() => ports.state(identity)));
    };
    this.#stop = ports.subscribe(boundary.guard(tell));
    tell();
  }

  async receive(): Promise<void> {
    this.#outlet.end({ reason: 'refused', problem: problem('takesNoBytes', {}) });
  }

  close(): void {
    this.#isOver = true;
    this.#stop();
  }

  async #tell(read: () => Promise<PortsState>): Promise<void> {
    this.#isTelling = true;
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false;
      await this.#outlet.write(OUTPUT_CHANNEL, Buffer.from(JSON.stringify(await read())));
    }
    this.#isTelling = false;
  }
}
