import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../e2e/harness.ts';
import { TerminalScreen } from './terminal-screen.ts';

const SIZE = { rows: 48, columns: 180 };
const PATIENCE_MS = 30_000;
/** So long a terminal's program waits for the rest of a key's sequence, at most. */
const ESCAPE_MS = 500;

/** A program in a terminal of its own: keys go in, and what stands on the screen is read. */
export class Terminal {
  readonly screen = new TerminalScreen(SIZE);
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(command: string, env: Readonly<Record<string, string>>) {
    const sized = `stty rows ${SIZE.rows} cols ${SIZE.columns}; exec ${command}`;
    this.#child = spawn('script', ['--quiet', '--flush', '--return', '--command', sized, '/dev/null'], {
      env: { PATH: process.env['PATH'], TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.screen.write(text));
    this.#ended = once(this.#child, 'exit');
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Escape alone: what follows at once is taken for one key with it. */
  async escape(): Promise<void> {
    this.type('\u001b');
    await pause(ESCAPE_MS);
  }

  /** The whole screen, as soon as that is on it. */
  async shows(what: RegExp | string): Promise<string> {
    const isThere = () => (typeof what === 'string' ? this.screen.text.includes(what) : what.test(this.screen.text));
    await eventually(isThere, `${String(what)} is on the screen`, PATIENCE_MS).catch(() => {
      throw new Error(`${String(what)} is not on the screen:\n${this.screen.text}`);
    });
    return this.screen.text;
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
