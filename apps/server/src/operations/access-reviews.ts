import type { Clock } from '@lanthorn/base/clock.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { mapParallel } from '../upstream/parallel.ts';

/** Rights change seldom; half a minute is how long a person may wonder. */
const TTL_MS = 30_000;
const MAX_CACHED = 5_000;
/** What is selected in two hundred namespaces is some hundred rights: others are not to wait behind them. */
const PARALLEL_CHECKS = 8;

type Check = AccessRequest['checks'][number];

/** Asks the API server for the exact verb and namespace (SelfSubjectAccessReview), and remembers the answers for a while. */
export class AccessReviews {
  readonly #clock: Clock;
  readonly #answers = new Map<string, { readonly allowed: Promise<boolean | null>; readonly askedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null where the server could not be asked: unknown is neither yes nor no. */
  check(cluster: Cluster, checks: readonly Check[]): Promise<(boolean | null)[]> {
    return mapParallel(checks, check => this.#one(cluster, check), PARALLEL_CHECKS);
  }

  #one(cluster: Cluster, check: Check): Promise<boolean | null> {
    const key = JSON.stringify([cluster.key, check.verb, check.group, check.resource, check.namespace, check.name]);
    const known = this.#answers.get(key);
    if (known !== undefined && this.#clock.elapsed() - known.askedAt < TTL_MS) return known.allowed;
    if (this.#answers.size >= MAX_CACHED) this.#answers.clear();
    const allowed = ask(cluster, check).catch((error: unknown) => {
      this.#answers.delete(key);
      if (error instanceof Error) return null;
      throw error;
    });
    this.#answers.set(key, { allowed, askedAt: this.#clock.elapsed() });
    return allowed;
  }
}

async function ask(cluster: Cluster, { verb, group, resource, namespace, name }: Check): Promise<boolean | null> {
  const [main = '', subresource = ''] = resource.split('/');
  const resourceAttributes = {
    verb,
    group,
    resource: main,
    ...(subresource === '' ? {} : { subresource }),
    namespace,
    name,
  };
  const response = await cluster.source.send({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      spec: { resourceAttributes },
    }),
  });
  const body = await readBody(response);
  return response.status === 201 ? getPath(JSON.parse(body), 'status', 'allowed') === true : null;
}
