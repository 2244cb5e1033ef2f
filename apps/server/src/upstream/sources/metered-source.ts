import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** A source whose requests and bytes are counted. */
export class MeteredSource implements ApiSource {
  readonly #source: ApiSource;
  readonly #meter: UpstreamMeter;
  readonly #identity: { readonly cluster: string; readonly user: string };

  constructor(source: ApiSource, meter: UpstreamMeter, identity: { readonly cluster: string; readonly user: string }) {
    this.#source = source;
    this.#meter = meter;
    this.#identity = identity;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const counters = this.#meter.of({ ...this.#identity, ...verbAndResource(request) });
    counters.requests++;
    counters.open++;
    try {
      const response = await this.#source.send(request, signal);
      // Priority and fairness of the API server, or a limit before it.
      if (response.status === 429) counters.rejected++;
      // To be refused without credentials is an answer, and no more was asked for.
      else if (response.status >= 400 && request.isAnonymous !== true) counters.failed++;
      return { ...response, body: counted(response, counters) };
    } catch (error) {
      counters.open--;
      if (signal?.aborted !== true) counters.failed++;
      throw error;
    }
  }
}

async function* counted(
  { body, wireBytes }: ApiResponse,
  counters: { open: number; bytes: number },
): AsyncIterable<string> {
  let before = 0;
  try {
    for await (const chunk of body) {
      const now = wireBytes?.() ?? before + chunk.length;
      counters.bytes += now - before;
      before = now;
      yield chunk;
    }
  } finally {
    counters.open--;
  }
}

const VERBS: Readonly<Record<ApiRequest['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const RESOURCE_PATH = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/(?:namespaces\/[^/]+\/)?([^/]+)(?:\/([^/]+))?/;

/** The verb and resource that a request is about, as the API server's own authorisation reads it. */
export function verbAndResource({ method, path, query }: ApiRequest): { verb: string; resource: string } {
  const [, group = '', resource, name] = RESOURCE_PATH.exec(path) ?? [];
  if (resource === undefined) return { verb: VERBS[method], resource: '' };
  const isWatch = query?.['watch'] === '1' || query?.['watch'] === 'true';
  const verb = method !== 'GET' ? VERBS[method] : isWatch ? 'watch' : name === undefined ? 'list' : 'get';
  return { verb, resource: groupResource({ group, resource }) };
}
