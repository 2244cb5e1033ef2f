import { readDevice } from '../system/devices.ts';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { MAX_INPUT_BYTES, type Process } from '../system/process.ts';

export const say = ({ out }: Process, text: string): void => out(Buffer.from(text));

/** Bytes of a file that become lines between two turns of others. */
const PIECE_BYTES = 64 * 1024;

/** Of one file or device, or of what comes in (`-`). */
export async function* bytesOf(process: Process, path: string): AsyncIterable<Uint8Array> {
  const place = FileSystem.resolve(process.cwd, path);
  const stream = path === '-' || place === '/dev/stdin' ? process.stdin : readDevice(place, process.clock);
  if (stream !== null) {
    yield* stream;
    return;
  }
  const content = process.files.read(place);
  for (let at = 0; at < content.length; at += PIECE_BYTES) {
    yield content.subarray(at, at + PIECE_BYTES);
    await process.clock.nextTurn();
  }
}

/** The lines of one file, or of what comes in (`-`), as many at a time as are there. */
export async function* linesOf(process: Process, path: string): AsyncIterable<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of bytesOf(process, path)) {
    const [first = '', ...more] = decoder.decode(bytes, { stream: true }).split('\n');
    rest += first;
    if (rest.length > MAX_INPUT_BYTES) throw new FileSystemError('line too long');
    const last = more.pop();
    if (last !== undefined) {
      yield [rest, ...more];
      rest = last;
    }
    if (process.signal.aborted) return;
  }
  if (rest !== '') yield [rest];
}

/** Those of all operands one after the other; what comes in where there is none. */
export async function* allLines(process: Process, paths: readonly string[]): AsyncIterable<string[]> {
  for (const path of paths.length === 0 ? ['-'] : paths) yield* linesOf(process, path);
}

/** Kept for a line besides its characters. */
const LINE_SIZE = 24;

export async function everyLine(process: Process, paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  let length = 0;
  for await (const lines of allLines(process, paths))
    for (const line of lines) {
      length += line.length + LINE_SIZE;
      if (length > MAX_INPUT_BYTES) throw new FileSystemError('out of memory');
      all.push(line);
    }
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
): {
  flags: Set<string>;
  /** The last that was given of each. */
  values: Map<string, string>;
  /** All that were given of each. */
  lists: Map<string, string[]>;
  rest: string[];
} {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') return { flags, values, lists, rest: [...rest, ...args.slice(i + 1)] };
    if (!word.startsWith('-') || word === '-') rest.push(word);
    else
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        if (!valued.includes(letter)) flags.add(letter);
        else {
          const value = word.slice(at + 1) || (args[++i] ?? '');
          values.set(letter, value);
          lists.set(letter, [...(lists.get(letter) ?? []), value]);
          break;
        }
      }
  }
  return { flags, values, lists, rest };
}
