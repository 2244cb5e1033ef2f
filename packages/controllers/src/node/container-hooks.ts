import { type CancelSignal, type Clock, sleep } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerCommands } from './container-process.ts';

/** What a pod wants done when one of its containers has begun, and before it ends. */
export type HookName = 'postStart' | 'preStop';

export interface HookWork {
  readonly pod: KubeObject;
  readonly spec: JsonObject;
  readonly handler: JsonObject;
  /** Whether something answers at its ports; null where nobody knows what the container does. */
  readonly isServing: (() => boolean) | null;
}

/** What is to be done; null where nothing is. */
export function hookOf(spec: JsonObject, name: HookName): JsonObject | null {
  const handler = getPath(spec, 'lifecycle', name);
  return handler === undefined ? null : asObject(handler);
}

/** Does it; false where it could not be done. What a container would say of which nobody knows what it does is taken for well. */
export async function runHook(
  { pod, spec, handler, isServing }: HookWork,
  how: {
    readonly commands: ContainerCommands;
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly signal: CancelSignal;
  },
): Promise<boolean> {
  const { commands, clock, timeoutMs, signal } = how;
  const seconds = asNumber(getPath(handler, 'sleep', 'seconds'));
  if (seconds !== undefined) {
    await sleep(clock, Math.min(seconds * 1000, timeoutMs), signal);
    return true;
  }
  const command = getPath(handler, 'exec', 'command');
  if (command === undefined) return isServing?.() ?? true;
  const words = asArray(command).map(asString);
  const { exitCode } = await commands.ask(pod, asString(spec['name']), { command: words, timeoutMs, signal });
  return exitCode === 0 || isServing === null;
}
