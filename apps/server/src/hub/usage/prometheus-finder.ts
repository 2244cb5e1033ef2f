import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { AnswerProblem } from '@lanthorn/kube/api/answer-reasons.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ServicePlace } from '@lanthorn/protocol/service-place.ts';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import { boundedAnswer } from './bounded-answer.ts';

/** As the operator, the charts and the manifests that most clusters have them from label them; within its namespace the first that is there is asked. */
const LABELS = ['app.kubernetes.io/name=prometheus', 'operated-prometheus=true', 'app=prometheus'];
/** How its port is called by them, and the numbers where it has no name. */
const PORTS = ['web', 'http-web', 'http'];
const NUMBERS = [9090, 80];
/** A few are looked at: nobody has many. */
const MAX_SERVICES = '20';
/** Enough to know where to look. */
const MAX_NAMED = 3;
/** It stays where it is; one that was just installed is found soon. */
const TTL_MS = 60_000;
/** Clusters that somebody looked at lately. */
const MAX_CLUSTERS = 100;

/** Where each cluster has a Prometheus, found by the Services that this person may list. */
export class PrometheusFinder {
  readonly #clock: Clock;
  readonly #known = new Map<ClusterKey, { readonly at: number; readonly found: Promise<ServicePlace | null> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null where nothing looks like one. Rejects with why none is asked; the next question asks again. */
  async of(cluster: Cluster): Promise<ServicePlace | null> {
    const now = this.#clock.elapsed();
    let known = this.#known.get(cluster.key);
    if (known === undefined || now - known.at >= TTL_MS) {
      known = { at: now, found: find(cluster, this.#clock) };
      this.#known.delete(cluster.key);
      this.#known.set(cluster.key, known);
      const [oldest] = this.#known.keys();
      if (this.#known.size > MAX_CLUSTERS && oldest !== undefined) this.#known.delete(oldest);
    }
    try {
      return await known.found;
    } catch (error) {
      if (this.#known.get(cluster.key) === known) this.#known.delete(cluster.key);
      throw error;
    }
  }
}

/**
 * A label is all it takes to look like one, and whoever may make a Service in any namespace could tell what they like of others' pods: so where
 * that is said in more than one namespace, nobody is believed.
 */
async function find(cluster: Cluster, clock: Clock): Promise<ServicePlace | null> {
  const lists = await Promise.all(
    LABELS.map(labelSelector => {
      const query = { labelSelector, limit: MAX_SERVICES };
      return boundedAnswer(cluster.source, clock, { method: 'GET', path: '/api/v1/services', query });
    }),
  );
  const found = lists.flatMap(list => asArray(getPath(list, 'items')).flatMap(prometheusIn));
  const namespaces = [...new Set(found.map(({ namespace }) => namespace))];
  const isCut = lists.some(list => asString(getPath(list, 'metadata', 'continue')) !== '');
  if (namespaces.length > 1 || (isCut && namespaces.length > 0)) {
    const named = [...namespaces.slice(0, MAX_NAMED), ...(isCut || namespaces.length > MAX_NAMED ? ['…'] : [])];
    throw new AnswerProblem(problem('severalPrometheus', { namespaces: named.join(', ') }));
  }
  return found[0] ?? null;
}

function prometheusIn(service: unknown): ServicePlace[] {
  const port = portOf(service);
  const { namespace, name } = readMeta(service);
  return port !== null && [namespace, name, port].every(isPathSegment) ? [{ namespace, name, port }] : [];
}

function portOf(service: unknown): string | null {
  const ports = asArray(getPath(service, 'spec', 'ports')).map(port => ({
    name: asString(getPath(port, 'name')),
    number: asNumber(getPath(port, 'port')) ?? 0,
  }));
  const named = PORTS.find(name => ports.some(port => port.name === name));
  if (named !== undefined) return named;
  const numbered = NUMBERS.find(number => ports.some(port => port.number === number));
  return numbered === undefined ? null : String(numbered);
}
