import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AnswerProblem, answerReason, reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { plainText } from '@lanthorn/kube/api/plain-text.ts';
import type { UsageHistoryAnswer, UsageHistoryRequest, UsagePoint } from '@lanthorn/protocol/http/standing-messages.ts';
import type { ServicePlace } from '@lanthorn/protocol/service-place.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { boundedAnswer } from './bounded-answer.ts';
import type { PrometheusFinder } from './prometheus-finder.ts';

/** A working day's half, in as many points as a chart is wide. */
const RANGE_S = 6 * 3_600;
const STEP_S = 120;
/** More than the points of the range is no answer to the question. */
const MAX_POINTS = 2 * (RANGE_S / STEP_S);
/** What it says of a refused question tells enough in its first words. */
const MAX_WORDS = 300;

type Asked = Omit<UsageHistoryRequest, 'cluster'>;

export interface UsageHistoryContext {
  readonly finder: PrometheusFinder;
  readonly clock: Clock;
  /** Where somebody says that it is; null where it is to be found. */
  readonly place: ServicePlace | null;
}

/** How much a pod or node used in the last hours, as a Prometheus in the cluster has it: asked through the API server, with the person's rights. */
export async function usageHistory(
  { finder, clock, place }: UsageHistoryContext,
  cluster: Cluster,
  asked: Asked,
): Promise<UsageHistoryAnswer> {
  let source = '';
  try {
    const found = place ?? (await finder.of(cluster));
    if (found === null) return { kind: 'none' };
    source = `${found.namespace}/${found.name}`;
    const end = Math.floor(cluster.clock.now() / 1_000 / STEP_S) * STEP_S;
    const ask = (query: string) => askRange(cluster, clock, { found, query, end });
    const { cpu, memory } = queriesOf(asked);
    const [cores, bytes] = await Promise.all([ask(cpu), ask(memory)]);
    const times = [...new Set([...cores.keys(), ...bytes.keys()])].toSorted((a, b) => a - b);
    const points = times.map((at): UsagePoint => ({ at, cpu: cores.get(at) ?? null, memory: bytes.get(at) ?? null }));
    return { kind: 'told', source, points };
  } catch (error) {
    return { kind: 'unread', source, why: reasonOfError(error) };
  }
}

/** As cAdvisor measures, in every kubelet: of a node its whole, which is known by another label in each installation. */
function queriesOf({ kind, namespace, name }: Asked): Readonly<Record<'cpu' | 'memory', string>> {
  const text = (value: string) => JSON.stringify(value);
  if (kind === 'pods') {
    const of = `{namespace=${text(namespace)},pod=${text(name)},container!="",container!="POD"}`;
    return {
      cpu: `sum(rate(container_cpu_usage_seconds_total${of}[5m]))`,
      memory: `sum(container_memory_working_set_bytes${of})`,
    };
  }
  const either = (of: (label: string) => string) =>
    `max(${of('node')} or ${of('instance')} or ${of('kubernetes_io_hostname')})`;
  const whole = (label: string) => `{id="/",${label}=${text(name)}}`;
  return {
    cpu: either(label => `rate(container_cpu_usage_seconds_total${whole(label)}[5m])`),
    memory: either(label => `container_memory_working_set_bytes${whole(label)}`),
  };
}

interface Range {
  readonly found: ServicePlace;
  readonly query: string;
  /** In seconds. */
  readonly end: number;
}

async function askRange(
  cluster: Cluster,
  clock: Clock,
  { found, query, end }: Range,
): Promise<ReadonlyMap<number, number>> {
  const [namespace, name, port] = [found.namespace, found.name, found.port].map(encodeURIComponent);
  const answer = await boundedAnswer(cluster.source, clock, {
    method: 'GET',
    isProxied: true,
    path: `/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy/api/v1/query_range`,
    query: { query, start: String(end - RANGE_S), end: String(end), step: String(STEP_S), timeout: '8s' },
  });
  return readRange(answer);
}

/** By time, in milliseconds. Rejects what is no answer to a question for one line. */
function readRange(answer: unknown): ReadonlyMap<number, number> {
  const result = getPath(answer, 'data', 'result');
  const error = plainText(asString(getPath(answer, 'error')), MAX_WORDS);
  if (error !== '') throw new AnswerProblem(answerReason('serverSays', { detail: error }));
  if (
    getPath(answer, 'status') !== 'success' ||
    getPath(answer, 'data', 'resultType') !== 'matrix' ||
    !Array.isArray(result)
  )
    throw new AnswerProblem(answerReason('notReadable', { detail: 'no matrix of Prometheus' }));
  const values = asArray(getPath(result[0], 'values'));
  if (result.length > 1 || values.length > MAX_POINTS)
    throw new AnswerProblem(answerReason('notReadable', { detail: 'more than was asked for' }));
  return new Map(
    values.flatMap(value => {
      const [at, amount] = asArray(value);
      const number = Number(asString(amount) || Number.NaN);
      return typeof at === 'number' && Number.isFinite(at) && Number.isFinite(number) && number >= 0
        ? [[at * 1_000, number] as const]
        : [];
    }),
  );
}
