import { asArray, asNumber, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** The annotation of a pod (template) that says how its containers behave on a simulated node. */
export const SIMULATION = 'simulation.lanthorn.dev/container';

/** How a simulated container behaves. */
export interface Simulation {
  /** Seconds a run takes, from and to; null runs until stopped. */
  readonly runSeconds: readonly [number, number] | null;
  /** Share of runs that fail, 0 to 1. */
  readonly failureRate: number;
  readonly exitCode: number;
  readonly reason: 'Error' | 'OOMKilled';
  /** The image cannot be pulled. */
  readonly isPullFailing: boolean;
  /** The readiness probe never succeeds. */
  readonly isNeverReady: boolean;
  /** Share of its requested cpu that it uses; null for one of its own. */
  readonly cpuShare: number | null;
  /** Which kind of lines the log holds. */
  readonly log: string;
}

/** How long a Job's container works that has no annotation: some seconds. */
const JOB_SECONDS: readonly [number, number] = [4, 12];

export function readSimulation(pod: KubeObject): Simulation {
  const given = parse(pod.metadata.annotations?.[SIMULATION]);
  const range = asArray(given['runSeconds']).map(asNumber);
  const [from, to] = range;
  const isJob = controllerOf(pod)?.kind === 'Job';
  const exitCode = asNumber(given['exitCode']) ?? 1;
  return {
    runSeconds: from === undefined ? (isJob ? JOB_SECONDS : null) : [from, to ?? from],
    failureRate: asNumber(given['failureRate']) ?? (given['exitCode'] === undefined ? 0 : 1),
    exitCode,
    reason: given['reason'] === 'OOMKilled' ? 'OOMKilled' : 'Error',
    isPullFailing: given['pull'] === 'fail',
    isNeverReady: given['ready'] === false,
    cpuShare: asNumber(given['cpu']) ?? null,
    log: asString(given['log']) || (isJob ? 'batch' : 'web'),
  };
}

function parse(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** FNV-1a: chance that is the same for the same text, so that logs and fates need no memory. */
export function hashText(text: string): number {
  return spread(fold(0x811c9dc5, text));
}

/** Of the text with `/0`, `/1` … behind it, which is read once for all of them. */
export function numberedHashes(text: string, count: number): number[] {
  const before = fold(0x811c9dc5, `${text}/`);
  return Array.from({ length: count }, (_, i) => spread(fold(before, String(i))));
}

function fold(before: number, text: string): number {
  let hash = before;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** FNV leaves the high bits of similar texts alike; these shifts spread them. */
function spread(folded: number): number {
  const hash = Math.imul(folded ^ (folded >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** In [0, 1), fixed for the text. */
export function chanceOf(text: string): number {
  return hashText(text) / 4294967296;
}

/** Whether the annotation says how the container behaves: then that counts, and not its command. */
export function isSteered(
  pod: KubeObject,
  { name, isBeside }: { readonly name: string; readonly isBeside: boolean },
): boolean {
  return isBeside ? initSimulation(pod, name) !== undefined : pod.metadata.annotations?.[SIMULATION] !== undefined;
}

function initSimulation(pod: KubeObject, name: string): unknown {
  return asObject(parse(pod.metadata.annotations?.[SIMULATION])['init'])[name];
}

export interface Run {
  readonly durationMs: number | null;
  readonly exitCode: number;
}

/** Between the two, fixed by the seed. */
export function between([from, to]: readonly [number, number], seed: string): number {
  return from + (to - from) * chanceOf(seed);
}

/** How long the run of a container takes and how it ends: fixed by pod and attempt. */
export function planRun(pod: KubeObject, attempt: number): Run {
  const simulation = readSimulation(pod);
  const seed = `${pod.metadata.uid ?? ''}/${attempt}`;
  if (simulation.runSeconds === null) return { durationMs: null, exitCode: 0 };
  const durationMs = between(simulation.runSeconds, `${seed}/duration`) * 1000;
  return { durationMs, exitCode: chanceOf(`${seed}/fate`) < simulation.failureRate ? simulation.exitCode : 0 };
}

/** How long an init container works that has no annotation: a second or two. */
const INIT_SECONDS: readonly [number, number] = [1, 2];

/** The same for an init container; in the annotation `init` says how it behaves, by name. */
function planInit(pod: KubeObject, name: string, attempt: number): Run {
  const given = asObject(initSimulation(pod, name));
  const seed = `${pod.metadata.uid ?? ''}/${name}/${attempt}`;
  const [from = INIT_SECONDS[0], to = INIT_SECONDS[1]] = asArray(given['runSeconds']).map(asNumber);
  const durationMs = between([from, Math.max(from, to)], `${seed}/duration`) * 1000;
  const rate = asNumber(given['failureRate']) ?? (given['exitCode'] === undefined ? 0 : 1);
  return { durationMs, exitCode: chanceOf(`${seed}/fate`) < rate ? (asNumber(given['exitCode']) ?? 1) : 0 };
}

/** The same for any container: what is beside the work goes on until it is stopped. */
export function planOf(
  pod: KubeObject,
  { name, role, restartCount }: { readonly name: string; readonly role: string; readonly restartCount: number },
): Run {
  if (role === 'init') return planInit(pod, name, restartCount);
  return role === 'main' ? planRun(pod, restartCount) : { durationMs: null, exitCode: 0 };
}

export function simulationAnnotation(simulation: JsonObject): Record<string, string> {
  return { [SIMULATION]: JSON.stringify(asObject(simulation)) };
}
