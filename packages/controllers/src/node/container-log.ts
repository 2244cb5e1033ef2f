import { type CancelSignal, CancelSource, type Clock, sleep } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerOutput } from './container-output.ts';
import { chanceOf, hashText, readSimulation } from './simulation.ts';

export interface ContainerLogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | null;
  /** Milliseconds: lines written from then on. */
  readonly since: number | null;
  readonly limitBytes: number | null;
}

export interface ContainerLogSource {
  readonly clock: Clock;
  /** The pod as it is now, while following. */
  readonly latest: () => KubeObject | undefined;
  /** What a container's own command wrote in its run of that number; undefined where its lines are made up. */
  readonly output: (container: string, run: number) => ContainerOutput | undefined;
}

/** One run of a container: from its status, so that a log needs no memory. */
interface Attempt {
  readonly seed: string;
  readonly style: string;
  readonly run: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly exitCode: number;
  readonly reason: string;
}

/** A kubelet keeps 10 MB of a container's log: about so many lines. */
const MAX_LINES = 20_000;
/** Lines joined to one chunk. */
const CHUNK_LINES = 500;

type LogResult = { readonly chunks: AsyncIterable<string> } | { readonly error: string };

/** The log of a simulated container, with the kubelet's own words where there is none. */
export function containerLog(
  pod: KubeObject,
  options: ContainerLogOptions,
  context: { readonly source: ContainerLogSource; readonly signal: CancelSignal },
): LogResult {
  const podName = pod.metadata.name ?? '';
  const named = (list: string) => asArray(getPath(pod, 'spec', list)).map(entry => asString(asObject(entry)['name']));
  const names = named('containers');
  if (options.container === '' && names.length > 1) {
    return { error: `a container name must be specified for pod ${podName}, choose one of: [${names.join(' ')}]` };
  }
  const name = options.container === '' ? (names[0] ?? '') : options.container;
  if (![...names, ...named('initContainers'), ...named('ephemeralContainers')].includes(name))
    return { error: `container ${name} is not valid for pod ${podName}` };
  const attempt = readAttempt(pod, name, options.previous);
  if (attempt !== null) return { chunks: stream(attempt, { ...options, container: name }, context) };
  if (options.previous) return { error: `previous terminated container "${name}" in pod "${podName}" not found` };
  const reason = asString(getPath(containerStatus(pod, name), 'state', 'waiting', 'reason')) || 'ContainerCreating';
  return { error: `container "${name}" in pod "${podName}" is waiting to start: ${reason}` };
}

function containerStatus(pod: KubeObject, name: string): unknown {
  return ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap(list => asArray(getPath(pod, 'status', list)))
    .find(entry => asObject(entry)['name'] === name);
}

function readAttempt(pod: KubeObject, name: string, previous: boolean): Attempt | null {
  const status = asObject(containerStatus(pod, name));
  const restarts = asNumber(status['restartCount']) ?? 0;
  const style = readSimulation(pod).log;
  const of = (run: number) => ({ run, style, seed: `${pod.metadata.uid ?? ''}/${name}/${run}` });
  const running = parseTime(getPath(status, 'state', 'running', 'startedAt'));
  if (running !== null && !previous) {
    return { ...of(restarts), startedAt: running, finishedAt: null, exitCode: 0, reason: '' };
  }
  const current = asObject(getPath(status, 'state', 'terminated'));
  const last = asObject(getPath(status, 'lastState', 'terminated'));
  // While a container waits for its restart, the log of the run before is the current one.
  const ended = !previous && parseTime(current['startedAt']) !== null ? current : last;
  const startedAt = parseTime(ended['startedAt']);
  if (startedAt === null) return null;
  const isBeforeThis = ended === last && getPath(status, 'state', 'waiting') === undefined;
  return {
    ...of(isBeforeThis ? restarts - 1 : restarts),
    startedAt,
    finishedAt: parseTime(ended['finishedAt']),
    exitCode: asNumber(ended['exitCode']) ?? 0,
    reason: asString(ended['reason']),
  };
}

async function* stream(
  attempt: Attempt,
  options: ContainerLogOptions,
  { source, signal }: { readonly source: ContainerLogSource; readonly signal: CancelSignal },
): AsyncIterable<string> {
  const { clock } = source;
  const scriptOf = (run: Attempt): Script => {
    const output = source.output(options.container, run.run);
    return output === undefined ? new LogScript(run) : new OutputScript(output);
  };
  const script = scriptOf(attempt);
  const now = clock.now();
  let next = script.countAt(now);
  let first = Math.max(0, next - (options.tailLines ?? MAX_LINES), next - MAX_LINES);
  if (options.since !== null) first = Math.max(first, script.countAt(options.since - 1));
  let budget = options.limitBytes ?? Number.POSITIVE_INFINITY;
  for (let i = first; i < next && budget > 0; i += CHUNK_LINES) {
    const text = script.render(i, Math.min(next, i + CHUNK_LINES), options.timestamps).slice(0, budget);
    budget -= text.length;
    yield text;
  }
  while (options.follow && !signal.aborted && budget > 0) {
    const pod = source.latest();
    const current = pod === undefined ? null : readAttempt(pod, options.container, false);
    const isSameRun = current !== null && current.seed === attempt.seed;
    const end = isSameRun ? scriptOf(current) : script;
    const count = end.countAt(clock.now());
    if (count > next) yield end.render(next, count, options.timestamps);
    next = Math.max(next, count);
    if (!isSameRun || current.finishedAt !== null) return;
    await script.more(clock, signal);
  }
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'];
const PATHS = [
  '/api/orders',
  '/api/orders/8812',
  '/api/cart',
  '/healthz',
  '/api/users/me',
  '/static/app.css',
  '/api/search?q=lantern',
];
const STEPS = [
  'reading manifest',
  'acquiring lock',
  'scanning partitions',
  'compressing chunk',
  'uploading part',
  'verifying checksum',
  'writing index',
];

const pick = <T>(list: readonly T[], seed: string): T => list[hashText(seed) % list.length] as T;

type Style = { readonly intervalMs: number; readonly line: (i: number, seed: string) => string };

const STYLES: Readonly<Record<string, Style>> = {
  web: {
    intervalMs: 1500,
    line: (i, seed) => {
      const status = chanceOf(`${seed}/status/${i}`) < 0.04 ? 503 : 200;
      const ms = 2 + Math.floor(chanceOf(`${seed}/ms/${i}`) * 180);
      return `level=${status === 200 ? 'info' : 'error'} method=${pick(METHODS, `${seed}/m/${i}`)} path=${pick(PATHS, `${seed}/p/${i}`)} status=${status} duration=${ms}ms`;
    },
  },
  batch: {
    intervalMs: 700,
    line: (i, seed) =>
      `step ${i + 1}: ${pick(STEPS, `${seed}/step/${i}`)} (${(chanceOf(`${seed}/mb/${i}`) * 64).toFixed(1)} MiB)`,
  },
  json: {
    intervalMs: 900,
    line: (i, seed) =>
      JSON.stringify({
        level: chanceOf(`${seed}/l/${i}`) < 0.1 ? 'warn' : 'info',
        msg: pick(STEPS, `${seed}/s/${i}`),
        rows: hashText(`${seed}/r/${i}`) % 5000,
      }),
  },
  colour: {
    intervalMs: 800,
    line: (i, seed) =>
      `\u001b[36m[worker-${i % 4}]\u001b[0m \u001b[${chanceOf(`${seed}/c/${i}`) < 0.2 ? '33mWARN' : '32mOK'}\u001b[0m ${pick(STEPS, `${seed}/s/${i}`)}`,
  },
};

/** What one run has written by when. */
interface Script {
  /** Lines written up to `at`. */
  countAt(at: number): number;
  /** When there may be another. */
  more(clock: Clock, signal: CancelSignal): Promise<void>;
  render(from: number, to: number, timestamps: boolean): string;
}

/** How often it is looked whether a run that says nothing has ended. */
const LOOK_MS = 500;

/** What a command wrote. */
class OutputScript implements Script {
  readonly #output: ContainerOutput;

  constructor(output: ContainerOutput) {
    this.#output = output;
  }

  countAt(at: number): number {
    return this.#output.countAt(at);
  }

  async more(clock: Clock, signal: CancelSignal): Promise<void> {
    const woken = new CancelSource();
    const wake = () => woken.cancel();
    const stop = this.#output.onMore(wake);
    signal.addEventListener('abort', wake);
    await sleep(clock, LOOK_MS, woken);
    signal.removeEventListener('abort', wake);
    stop();
  }

  render(from: number, to: number, timestamps: boolean): string {
    return this.#output
      .lines(from, to)
      .map(({ at, text }) => `${timestamps ? `${goTime(at)} ` : ''}${text}`)
      .join('');
  }
}

/** As a kubelet writes it before a line. */
function goTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000000Z');
}

/** The lines of one run: the i-th is written i intervals after the start, the last word at its end. */
class LogScript implements Script {
  readonly #attempt: Attempt;
  readonly #style: Style;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    this.#style = STYLES[attempt.style] ?? (STYLES['web'] as Style);
  }

  /** Lines written up to `at`; the one at the start counts. */
  countAt(at: number): number {
    const { startedAt, finishedAt } = this.#attempt;
    if (at < startedAt) return 0;
    const regular = 1 + Math.floor((Math.min(at, finishedAt ?? at) - startedAt) / this.#style.intervalMs);
    return finishedAt !== null && at >= finishedAt ? regular + 1 : regular;
  }

  more(clock: Clock, signal: CancelSignal): Promise<void> {
    const { intervalMs } = this.#style;
    return sleep(clock, intervalMs - ((clock.now() - this.#attempt.startedAt) % intervalMs), signal);
  }

  render(from: number, to: number, timestamps: boolean): string {
    let text = '';
    for (let i = from; i < to; i++) text += `${timestamps ? `${this.#time(i)} ` : ''}${this.#line(i)}\n`;
    return text;
  }

  #isLast(i: number): boolean {
    return this.#attempt.finishedAt !== null && i === this.countAt(this.#attempt.finishedAt) - 1;
  }

  #time(i: number): string {
    const { startedAt, finishedAt } = this.#attempt;
    const at = this.#isLast(i) && finishedAt !== null ? finishedAt : startedAt + i * this.#style.intervalMs;
    return goTime(at);
  }

  #line(i: number): string {
    const { exitCode, reason, seed } = this.#attempt;
    if (!this.#isLast(i)) return this.#style.line(i, seed);
    if (exitCode === 0) return 'done';
    return reason === 'OOMKilled'
      ? 'allocating 512 MiB for sort buffer'
      : `fatal: could not finish: upstream answered 502 (exit ${exitCode})`;
  }
}
