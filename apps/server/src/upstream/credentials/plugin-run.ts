import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '@lanthorn/base/clock.ts';

/** A plugin that logs in through a browser takes its time; one that hangs must not hang Lanthorn. */
const TIMEOUT_MS = 60_000;
/** A plugin that is told to end has so long to clean up; then it is ended. */
const GRACE_MS = 2_000;
/** What a plugin has written before it ended is there at once; what it left running may hold its output open for ever. */
const DRAIN_MS = 500;
/** Credentials are a few KB; more is no credential. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

export interface PluginCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface PluginOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it was ended. */
  readonly exitCode: number | null;
  /** Why it was ended. */
  readonly ended: 'late' | 'long' | 'cancelled' | null;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a plugin until it exits, whatever it leaves behind: a browser, an agent. It has a process group of its own, and when it takes too long,
 * says too much or is not wanted any more all of that group ends, for sure. Rejects when it could not be started.
 */
export function runPlugin(
  { command, args, env }: PluginCommand,
  clock: Clock,
  signal: AbortSignal,
): Promise<PluginOutput> {
  return new Promise((resolve, reject) => {
    const child: Child = spawn(command, [...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      shell: false,
    });
    let ended: PluginOutput['ended'] = null;
    let cancelKill = () => {};
    const end = (why: PluginOutput['ended']) => {
      if (ended !== null) return;
      ended = why;
      killGroup(child, 'SIGTERM');
      cancelKill = clock.schedule(GRACE_MS, () => killGroup(child, 'SIGKILL'));
    };
    const onAbort = () => end('cancelled');
    const stdout = new Gathered(child.stdout, () => end('long'));
    const stderr = new Gathered(child.stderr, () => end('long'));
    const cancelTimeout = clock.schedule(TIMEOUT_MS, () => end('late'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    let cancelDrain = () => {};
    const done = (settle: () => void) => {
      cancelTimeout();
      cancelDrain();
      signal.removeEventListener('abort', onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      settle();
    };
    const finish = () =>
      done(() => resolve({ stdout: stdout.text(), stderr: stderr.text(), exitCode: child.exitCode, ended }));
    child.once('error', error => done(() => reject(error)));
    child.once('exit', () => {
      cancelKill();
      // What ignored the word that its leader obeyed.
      if (ended !== null) killGroup(child, 'SIGKILL');
      cancelDrain = clock.schedule(DRAIN_MS, finish);
    });
    child.once('close', finish);
  });
}

class Gathered {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(stream: Readable, onTooMuch: () => void) {
    // Its end is what counts, not how its pipe ended.
    stream.on('error', () => stream.destroy());
    stream.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= MAX_OUTPUT_BYTES) this.#chunks.push(chunk);
      else onTooMuch();
    });
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function killGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
