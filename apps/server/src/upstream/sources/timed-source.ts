import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { ClusterClock } from './cluster-clock.ts';

/** A source whose answers tell what time it is there. */
export class TimedSource implements ApiSource {
  readonly #source: ApiSource;
  readonly #clock: ClusterClock;

  constructor(source: ApiSource, clock: ClusterClock) {
    this.#source = source;
    this.#clock = clock;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const sentAt = this.#clock.elapsed();
    try {
      const response = await this.#source.send(request, signal);
      if (request.isProxied !== true) this.#clock.hear(response.headers, sentAt);
      return response;
    } catch (error) {
      if (signal?.aborted !== true) this.#clock.doubt();
      throw error;
    }
  }
}
