import type { Process, Program } from '../system/process.ts';
import type { Descriptors } from './descriptors.ts';
import type { Surroundings } from './expansion.ts';
import type { Jobs } from './jobs.ts';
import type { SentSignals } from './sent-signals.ts';
import type { Command } from './syntax.ts';
import type { ShellVariables } from './variables.ts';

/** What a command of a script runs in: where it reads and writes, and when it is to stop. */
export interface Running {
  readonly descriptors: Descriptors;
  readonly signal: AbortSignal;
}

/** What its own commands, and whoever types, ask of a shell. */
export interface ShellHost extends Surroundings {
  readonly process: Process;
  readonly variables: ShellVariables;
  readonly functions: Map<string, Command>;
  readonly traps: Map<string, string>;
  readonly jobs: Jobs;
  /** By its container's node. */
  readonly sent: SentSignals;
  readonly options: Set<string>;
  readonly hasExited: boolean;
  /** Loops around what runs. */
  readonly loopDepth: number;
  cwd: string;
  parameters: readonly string[];
  status: number;
  descriptors: Descriptors;
  /** Where `getopts` is: in which word, at which of its letters. */
  optionIndex: number;
  optionOffset: number;
  write(text: string, fd?: number): void;
  complain(text: string): void;
  find(name: string): Program | undefined;
  /** The exit code of the last command; whatever stops the script is said, and ends it. */
  run(script: string, how?: { readonly signal?: AbortSignal }): Promise<number>;
  /** A text as a part of what runs. */
  evaluate(script: string, running: Running): Promise<void>;
  /** A function, something of the shell's own, or a program; `isPlain` passes functions over. */
  invoke(words: readonly string[], running: Running, isPlain?: boolean): Promise<void>;
  /** What changes there stays there. */
  child(running: Running, work: (shell: ShellHost) => Promise<void>): Promise<number>;
  /** What `trap` said of the end, or of being stopped. */
  end(status: number): Promise<number>;
  /** Begun again by whoever was interrupted. */
  goOn(status: number): void;
}
