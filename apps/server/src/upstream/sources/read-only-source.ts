import type { CancelSignal } from '@lanthorn/base/clock.ts';
import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';

/** What a person is asked for that changes nothing. */
const READS = new Set(['get', 'list', 'watch']);
const REVIEWS = /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(.+\/)?[a-z]+reviews$/;
const OWN_RIGHTS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const WHY = 'Lanthorn was started to change nothing in this cluster (--read-only)';

/**
 * A cluster in which nothing is changed, whoever asks for it: what is no read, no question about rights and no dry run is refused before it is
 * sent, and whoever asks whether they may change something is told that they may not.
 */
export class ReadOnlySource implements ApiSource {
  readonly #inner: ApiSource;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const { method, path } = request;
    if (method === 'GET') return this.#inner.send(request, signal);
    if (path === OWN_RIGHTS) {
      const spec = getPath(bodyOf(request), 'spec');
      const verb = asString(
        getPath(spec, 'resourceAttributes', 'verb') ?? getPath(spec, 'nonResourceAttributes', 'verb'),
      );
      if (!READS.has(verb)) return answer(201, { status: { allowed: false, reason: WHY } });
    }
    return REVIEWS.test(path) || isDry(request) ? this.#inner.send(request, signal) : answer(403, REFUSAL);
  }
}

const REFUSAL = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason: 'Forbidden',
  code: 403,
  message: WHY,
};

const bodyOf = ({ body = '' }: ApiRequest) => asObject(body === '' ? {} : parseJson(body));

/** As the API server reads it: of a deletion with a body that alone, whatever stands in the query. */
function isDry({ method, query, body, ...request }: ApiRequest): boolean {
  if (method !== 'DELETE' || body === undefined) return query?.['dryRun'] === 'All';
  return JSON.stringify(bodyOf({ ...request, method, body })['dryRun']) === '["All"]';
}

function answer(status: number, value: object): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    warnings: [],
    body: (async function* text() {
      yield JSON.stringify(value);
    })(),
  };
}
