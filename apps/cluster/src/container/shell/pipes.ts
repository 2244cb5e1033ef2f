import type { Running, ShellHost } from './shell-host.ts';
import { Input, linked, Pipe } from './streams.ts';
import type { Command } from './syntax.ts';

/** How a program ends that nobody reads. */
const SIGPIPE_STATUS = 141;

/** What commands in a row ask of their shell. */
export interface PipingHost extends ShellHost {
  /** In a shell of its own: the exit code. */
  child(running: Running, work: (shell: PipingHost) => Promise<void>): Promise<number>;
  command(command: Command, running: Running): Promise<void>;
}

/** All at once, each in a shell of its own, each reading what the one before writes. */
export async function piped(shell: PipingHost, commands: readonly Command[], running: Running): Promise<number> {
  let input = running.descriptors.get(0);
  let source: Pipe | null = null;
  const ends = commands.map((command, i) => {
    const { controller, unlink } = linked(running.signal);
    const isLast = i === commands.length - 1;
    const pipe = isLast ? null : new Pipe(shell.process.clock, () => controller.abort());
    const descriptors = new Map(running.descriptors);
    const read = input;
    if (read !== undefined) descriptors.set(0, read);
    if (pipe !== null) descriptors.set(1, { input: null, out: pipe.write, drained: pipe.drained });
    const before = source;
    source = pipe;
    input = pipe === null ? undefined : { input: new Input(pipe), out: null, drained: () => Promise.resolve() };
    const own = { descriptors, signal: controller.signal };
    const isBroken = () => pipe !== null && controller.signal.aborted && !running.signal.aborted;
    return shell
      .child(own, part => part.command(command, own))
      .then(status => (isBroken() ? SIGPIPE_STATUS : status))
      .finally(() => {
        unlink();
        pipe?.close();
        before?.break();
      });
  });
  const statuses = await Promise.all(ends);
  const failed = shell.options.has('pipefail') ? statuses.findLast(status => status !== 0) : undefined;
  return failed ?? statuses.at(-1) ?? 0;
}
