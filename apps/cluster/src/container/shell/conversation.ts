import type { Process } from '../system/process.ts';
import type { TerminalInput } from '../system/terminal-input.ts';
import { isUnfinished } from './parser.ts';
import type { ShellHost } from './shell-host.ts';
import { Input } from './streams.ts';

/** How a command ends that was interrupted: 128 and the number of the signal. */
const INTERRUPTED = 130;

/** In a terminal a shell prompts, and an interrupt ends what runs and not the shell. */
export async function converse(shell: ShellHost): Promise<number> {
  const { process } = shell;
  if (process.terminal !== null) await prompt(shell, process, process.terminal);
  await shell.jobs.abandon();
  return shell.end(shell.status);
}

async function prompt(shell: ShellHost, { out, signal }: Process, terminal: TerminalInput): Promise<void> {
  let text = '';
  while (!shell.hasExited && !signal.aborted) {
    out(Buffer.from(text === '' ? `${shell.cwd} # ` : '> '));
    const line = await interruptible(signal, terminal, stop => terminal.line(stop));
    if (!line.isInterrupted && line.value === null) break;
    text = line.isInterrupted ? '' : text + (line.value ?? '');
    if (!line.isInterrupted && isUnfinished(text)) continue;
    const script = text;
    text = '';
    const ran = line.isInterrupted
      ? line
      : await interruptible(signal, terminal, stop => runTyped(shell, script, stop));
    if (!ran.isInterrupted) continue;
    // The next prompt stands on a line of its own.
    out(Buffer.from('\r\n'));
    shell.goOn(INTERRUPTED);
  }
}

function runTyped(shell: ShellHost, text: string, signal: AbortSignal): Promise<number> {
  const { terminal, drained } = shell.process;
  if (terminal !== null) {
    const descriptors = new Map(shell.descriptors);
    descriptors.set(0, { input: new Input(terminal.read(signal)), out: null, drained });
    shell.descriptors = descriptors;
  }
  return shell.run(text, { signal });
}

/** Does what an interrupt ends, or the end of everything. */
async function interruptible<T>(
  signal: Process['signal'],
  terminal: TerminalInput,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T; readonly isInterrupted: boolean }> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const stopListening = terminal.onInterrupt(stop);
  signal.addEventListener('abort', stop);
  const value = await work(stopped.signal);
  stopListening();
  signal.removeEventListener('abort', stop);
  return { value, isInterrupted: stopped.signal.aborted };
}
