import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { verbAndResource } from './metered-source.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** Channels whose requests are counted; what travels in them is not. */
export class MeteredChannels implements ChannelSource {
  readonly #channels: ChannelSource;
  readonly #meter: UpstreamMeter;
  readonly #identity: { readonly cluster: string; readonly user: string };

  constructor(
    channels: ChannelSource,
    meter: UpstreamMeter,
    identity: { readonly cluster: string; readonly user: string },
  ) {
    this.#channels = channels;
    this.#meter = meter;
    this.#identity = identity;
  }

  async connect(request: ChannelRequest, signal?: CancelSignal): Promise<ChannelAnswer> {
    // The API server asks whether it may be created, whatever the method.
    const asked = verbAndResource({ method: 'POST', path: request.path });
    const counters = this.#meter.of({ ...this.#identity, ...asked });
    counters.requests++;
    try {
      const answer = await this.#channels.connect(request, signal);
      if ('refusal' in answer) counters.failed++;
      return answer;
    } catch (error) {
      if (signal?.aborted !== true) counters.failed++;
      throw error;
    }
  }
}
