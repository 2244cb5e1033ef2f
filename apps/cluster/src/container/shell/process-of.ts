import type { Process } from '../system/process.ts';
import type { Running, ShellHost } from './shell-host.ts';
import { Input, noInput, unfailing } from './streams.ts';

/** What a command of a shell works with. */
export function processOf(shell: ShellHost, args: readonly string[], { descriptors, signal }: Running): Process {
  const none = () => {};
  const out = descriptors.get(1);
  return {
    ...shell.process,
    stdin: descriptors.get(0)?.input ?? new Input(noInput()),
    out: out?.out ?? none,
    err: unfailing(descriptors.get(2)?.out ?? none),
    drained: out?.drained ?? (() => Promise.resolve()),
    signal,
    cwd: shell.cwd,
    env: shell.variables.environment(),
    args,
    // They are for the first process alone.
    signals: null,
  };
}
