import { type CancelSignal, CancelSource, type Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerCommands } from './container-process.ts';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
type ProbeKind = (typeof PROBES)[number];

const MS = 1_000;
const WORDS: Readonly<Record<ProbeKind, string>> = {
  startupProbe: 'Startup',
  livenessProbe: 'Liveness',
  readinessProbe: 'Readiness',
};

/** What comes of asking. */
export interface ProbeListener {
  onStarted(): void;
  onReady(isReady: boolean): void;
  /** It did not answer as it should. */
  onFailure(message: string): void;
  /** It is to be ended, and begun again. */
  onUnhealthy(message: string): void;
}

interface Probed {
  readonly pod: KubeObject;
  readonly spec: JsonObject;
  /** Whether something answers at its ports. */
  readonly isServing: () => boolean;
}

/** Whether a container is asked before it counts as ready, or as started. */
export function waitsForProbe(spec: JsonObject): { readonly isReady: boolean; readonly isStarting: boolean } {
  const isStarting = spec['startupProbe'] !== undefined;
  return { isReady: !isStarting && spec['readinessProbe'] === undefined, isStarting };
}

/** Asks a container that runs its own command how it is, as often as its probes say; the returned function stops that. */
export function startProbes(
  probed: Probed,
  { commands, clock }: { readonly commands: ContainerCommands; readonly clock: Clock },
  listener: ProbeListener,
): () => void {
  const stopped = new CancelSource();
  const cancels = new Set<() => void>();

  const begin = (kind: ProbeKind, isFirst: boolean) => {
    const probe = asObject(probed.spec[kind]);
    const seconds = (field: string, otherwise: number) => (asNumber(probe[field]) ?? otherwise) * MS;
    let [inARow, wasGood]: [number, boolean | null] = [0, null];
    const later = (delayMs: number) => {
      const cancel = clock.schedule(delayMs, () => {
        cancels.delete(cancel);
        void once();
      });
      cancels.add(cancel);
    };
    const once = async () => {
      const said = await outcome(probe, probed, { commands, timeoutMs: seconds('timeoutSeconds', 1), signal: stopped });
      if (stopped.aborted) return;
      inARow = wasGood === (said === null) ? inARow + 1 : 1;
      wasGood = said === null;
      if (said !== null) listener.onFailure(`${WORDS[kind]} probe failed: ${said}`);
      const needed = asNumber(probe[wasGood ? 'successThreshold' : 'failureThreshold']) ?? (wasGood ? 1 : 3);
      if (inARow >= needed && decide(kind, wasGood)) return;
      later(seconds('periodSeconds', 10));
    };
    later(isFirst ? seconds('initialDelaySeconds', 0) : 0);
  };

  /** True where this probe asks no more. */
  const decide = (kind: ProbeKind, isGood: boolean): boolean => {
    const name = asString(probed.spec['name']);
    if (kind === 'readinessProbe') {
      listener.onReady(isGood);
      return false;
    }
    if (!isGood) {
      stop();
      listener.onUnhealthy(`Container ${name} failed ${WORDS[kind].toLowerCase()} probe, will be restarted`);
      return true;
    }
    if (kind === 'livenessProbe') return false;
    listener.onStarted();
    others(false);
    return true;
  };

  const others = (isFirst: boolean) => {
    for (const kind of ['livenessProbe', 'readinessProbe'] as const)
      if (probed.spec[kind] !== undefined) begin(kind, isFirst);
  };
  const stop = () => {
    stopped.cancel();
    for (const cancel of cancels) cancel();
    cancels.clear();
  };

  if (probed.spec['startupProbe'] === undefined) others(true);
  else begin('startupProbe', true);
  return stop;
}

/** Null where it answered well, else what is wrong in the words of a kubelet. */
async function outcome(
  probe: JsonObject,
  { pod, spec, isServing }: Probed,
  {
    commands,
    ...how
  }: { readonly commands: ContainerCommands; readonly timeoutMs: number; readonly signal: CancelSignal },
): Promise<string | null> {
  const command = getPath(probe, 'exec', 'command');
  if (command !== undefined) {
    const words = asArray(command).map(asString);
    const { exitCode, said } = await commands.ask(pod, asString(spec['name']), { command: words, ...how });
    return exitCode === 0 ? null : said.trimEnd();
  }
  if (isServing()) return null;
  const [kind = 'tcpSocket', handler] =
    Object.entries(probe).find(([, value]) => getPath(value, 'port') !== undefined) ?? [];
  const address = `${asString(getPath(pod, 'status', 'podIP')) || '127.0.0.1'}:${portOf(spec, getPath(handler, 'port'))}`;
  const refused = `dial tcp ${address}: connect: connection refused`;
  const path = asString(getPath(handler, 'path')) || '/';
  return kind === 'httpGet' ? `Get "http://${address}${path}": ${refused}` : refused;
}

/** By its number or its name. */
function portOf(spec: JsonObject, port: unknown): number {
  const named = asArray(spec['ports'])
    .map(asObject)
    .find(({ name }) => name === port);
  return asNumber(port) ?? asNumber(named?.['containerPort']) ?? 0;
}
