import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import type { LogFrame } from '@lanthorn/protocol/down-messages.ts';
import type { LogQuery } from '@lanthorn/protocol/up-messages.ts';
import type { Boundary } from '../boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** Text on its way to a tab that has not said it was shown; then the source waits. */
const WINDOW_BYTES = 512 * 1024;

export interface LogStreamContext {
  readonly cluster: Cluster;
  readonly boundary: Boundary;
  readonly send: (frame: LogFrame) => void;
}

/** A container's log for one tab: read no faster than the tab shows it, and it says why it ends. */
export class LogStream {
  readonly #abort = new AbortController();
  readonly #send: (frame: LogFrame) => void;
  readonly #id: number;
  #unacknowledged = 0;
  #wake: () => void = () => {};

  constructor(id: number, query: LogQuery, { cluster, boundary, send }: LogStreamContext) {
    this.#id = id;
    this.#send = send;
    boundary.follow(this.#run(cluster, query));
  }

  acknowledge(bytes: number): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - bytes);
    this.#wake();
  }

  close(): void {
    this.#abort.abort();
    this.#wake();
  }

  async #run(cluster: Cluster, query: LogQuery): Promise<void> {
    try {
      const response = await cluster.source.send(logRequest(query), this.#abort.signal);
      if (response.status !== 200) {
        const status = readStatus(response.status, await readBody(response));
        this.#end('refused', status.message ?? '');
        return;
      }
      for await (const text of response.body) {
        if (this.#abort.signal.aborted) return;
        this.#unacknowledged += Buffer.byteLength(text);
        this.#send({ type: 'log', id: this.#id, text });
        await this.#room();
      }
      this.#end('finished', '');
    } catch (error) {
      this.#end('cut', error instanceof Error ? error.message : String(error));
    }
  }

  async #room(): Promise<void> {
    while (this.#unacknowledged > WINDOW_BYTES && !this.#abort.signal.aborted) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  #end(reason: 'finished' | 'refused' | 'cut', message: string): void {
    if (!this.#abort.signal.aborted) this.#send({ type: 'log', id: this.#id, end: { reason, message } });
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
