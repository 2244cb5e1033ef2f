import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerOutput } from './container-output.ts';

/** How a container's own command ended. */
export interface CommandEnd {
  readonly exitCode: number;
  /** Where it is not told by the exit code. */
  readonly reason?: string;
  /** What it left as its last word, or why it could not be started. */
  readonly message?: string;
}

/** A container's own command, from its start to its end. */
export interface ContainerProcess {
  readonly output: ContainerOutput;
  /** Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** Whether something answers at its ports. */
  isServing(): boolean;
  /** TERM may be taken by what it runs, and is passed over where nothing takes it; KILL ends it. */
  signal(name: 'TERM' | 'KILL'): void;
}

/** Runs what containers of pods are told to. */
export interface ContainerCommands {
  /** Why a volume of the pod cannot be had. */
  mountProblem(pod: KubeObject): string | null;
  /** Why a container cannot be made of what its pod says. */
  configProblem(pod: KubeObject, container: string): string | null;
  /** Never throws. Null where nobody knows what it does: it runs as a server. `durationMs` is how long work takes that nobody knows. */
  start(
    pod: KubeObject,
    container: string,
    unknown: { readonly durationMs: number | null; readonly exitCode: number },
  ): ContainerProcess | null;
  /** A command beside, until it is told to stop: the exit code, and what it said. Never rejects. */
  ask(
    pod: KubeObject,
    container: string,
    how: { readonly command: readonly string[]; readonly timeoutMs: number; readonly signal: CancelSignal },
  ): Promise<{ readonly exitCode: number; readonly said: string }>;
  /** Its pod is gone. */
  forget(pod: KubeObject): void;
}

/** Of nodes without a shell: what a container does nobody knows. */
export const NO_COMMANDS: ContainerCommands = {
  mountProblem: () => null,
  configProblem: () => null,
  start: () => null,
  ask: () => Promise.resolve({ exitCode: 0, said: '' }),
  forget: () => {},
};
