import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { OUTPUT_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { problemOfError } from '../upstream/transport/upstream-problem.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Outlet, Stream, StreamContext } from './stream.ts';

/** A container's log: it says why it ends, and takes nothing. */
export class LogStream implements Stream {
  readonly #abort = new AbortController();
  readonly #outlet: Outlet;

  constructor(query: LogQuery, { cluster, boundary, outlet }: StreamContext) {
    this.#outlet = outlet;
    boundary.follow(this.#run(cluster, query));
  }

  async receive(): Promise<void> {
    this.#outlet.end({ reason: 'refused', problem: problem('takesNoBytes', {}) });
  }

  close(): void {
    this.#abort.abort();
  }

  async #run(cluster: Cluster, query: LogQuery): Promise<void> {
    const outlet = this.#outlet;
    try {
      const response = await cluster.source.send(logRequest(query), this.#abort.signal);
      if (response.status !== 200) {
        const status = readStatus(response.status, await readBody(response));
        outlet.end({ reason: 'refused', problem: clusterSays(status) });
        return;
      }
      for await (const text of response.body) {
        if (this.#abort.signal.aborted) return;
        await outlet.write(OUTPUT_CHANNEL, Buffer.from(text));
      }
      outlet.end({ reason: 'finished', problem: null });
    } catch (error) {
      outlet.end({ reason: 'cut', problem: problemOfError(error, 'streamBroke') });
    }
  }
}

function logRequest({ namespace, pod, container, tailLines, sinceTime, ...flags }: LogQuery): ApiRequest {
  const { follow, previous, timestamps } = flags;
  const query: Record<string, string> = { container, tailLines: String(tailLines) };
  if (sinceTime !== undefined) query['sinceTime'] = sinceTime;
  for (const [name, isSet] of Object.entries({ follow, previous, timestamps })) if (isSet) query[name] = 'true';
  return {
    method: 'GET',
    path: resourcePath({ group: '', version: 'v1', resource: 'pods', namespace, name: pod, subresource: 'log' }),
    query,
    headers: { accept: 'text/plain, application/json' },
  };
}
