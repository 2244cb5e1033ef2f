import type { Process } from '../system/process.ts';
import type { TerminalInput } from '../system/terminal-input.ts';
import { isUnfinished, MAX_SCRIPT } from './parser.ts';
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
  let typed = new Typed();
  while (!shell.hasExited && !signal.aborted) {
    out(Buffer.from(typed.text === '' ? `${shell.cwd} # ` : '> '));
    const line = await interruptible(signal, terminal, stop => terminal.line(stop));
    if (!line.isInterrupted && line.value === null) break;
    await shell.process.clock.nextTurn();
    typed.add(line.value ?? '');
    if (!line.isInterrupted && typed.isUnfinished(terminal.isEmpty)) continue;
    const script = typed.text;
    typed = new Typed();
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

/** Line by line, so that its commands read what follows them. */
export async function readScript(shell: ShellHost): Promise<number> {
  const input = shell.descriptors.get(0)?.input;
  let text = new Typed();
  for (let isMore = true; isMore && !shell.hasExited && !shell.process.signal.aborted; ) {
    const line = await input?.line();
    isMore = line?.isWhole === true;
    text.add(`${line?.text ?? ''}${isMore ? '\n' : ''}`);
    await shell.process.clock.nextTurn();
    if (isMore && text.isUnfinished(input?.isEmpty === true)) continue;
    await shell.run(text.text);
    text = new Typed();
  }
  await shell.jobs.abandon();
  return shell.end(shell.status);
}

/** Read in all to see whether a command is whole; beyond it only what is twice as long is read again. */
const MAX_READ_AGAIN = 128 * 1024;

/** Lines that may make one command. */
class Typed {
  text = '';
  #readInAll = 0;
  #readLast = 0;

  add(line: string): void {
    this.text += line;
  }

  /** Where nothing more waits to be read, an answer is due. */
  isUnfinished(isDue: boolean): boolean {
    const { length } = this.text;
    // Run, it says so.
    if (length > MAX_SCRIPT) return false;
    if (!isDue && this.#readInAll > MAX_READ_AGAIN && length < 2 * this.#readLast) return true;
    this.#readInAll += length;
    this.#readLast = length;
    return isUnfinished(this.text);
  }
}
