import { FileSystem } from '../system/file-system.ts';
import type { Process } from '../system/process.ts';

export const say = ({ out }: Process, text: string): void => out(Buffer.from(text));

async function* bytesOf(process: Process, path: string): AsyncIterable<Uint8Array> {
  if (path === '-') yield* process.stdin;
  else yield process.files.read(FileSystem.resolve(process.cwd, path));
}

/** The lines of one file, or of what comes in (`-`), as many at a time as are there. */
export async function* linesOf(process: Process, path: string): AsyncIterable<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of bytesOf(process, path)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
    if (process.signal.aborted) return;
  }
  if (rest !== '') yield [rest];
}

/** Those of all operands one after the other; what comes in where there is none. */
export async function* allLines(process: Process, paths: readonly string[]): AsyncIterable<string[]> {
  for (const path of paths.length === 0 ? ['-'] : paths) yield* linesOf(process, path);
}

export async function everyLine(process: Process, paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of allLines(process, paths)) all.push(...lines);
  return all;
}

/** Written, and waited for whoever reads. */
export async function sayLines(process: Process, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  say(process, `${lines.join('\n')}\n`);
  await process.drained();
}

/** Options before the operands: `-la` is l and a; `n` of `-n 5` takes the next word where it is named in `valued`. */
export function options(
  args: readonly string[],
  valued = '',
): { flags: Set<string>; values: Map<string, string>; rest: string[] } {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') return { flags, values, rest: [...rest, ...args.slice(i + 1)] };
    if (!word.startsWith('-') || word === '-') rest.push(word);
    else
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        if (!valued.includes(letter)) flags.add(letter);
        else {
          values.set(letter, word.slice(at + 1) || (args[++i] ?? ''));
          break;
        }
      }
  }
  return { flags, values, rest };
}
