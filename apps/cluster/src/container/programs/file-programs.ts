import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { type Process, type Program, readAll } from '../system/process.ts';

// Programs that look at files and write them, with the options that are used of them and the words of busybox.

/** Written at a time: a message of an API server holds no more. */
const PIECE_BYTES = 32 * 1024;
/** What a directory is to `stat`: its kind and 0755. */
const DIRECTORY_MODE = 0o40755;
const FILE_KIND = 0o100000;
const DEVICE_KIND = 0o020000;
const HEX = 16;
const OCTAL = 8;
const MS = 1_000;
/** Of a directory, as file systems have it. */
const DIRECTORY_BYTES = 4_096;

/** As fast as it is read. */
export async function writeAll(process: Process, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length && !process.signal.aborted; at += PIECE_BYTES) {
    process.out(bytes.subarray(at, at + PIECE_BYTES));
    await process.drained();
  }
}

/** Whatever a path names; what is not there is said as `ls` and `stat` do. */
function entryAt({ files, cwd }: Process, operand: string) {
  const path = FileSystem.resolve(cwd, operand);
  const file = files.file(path);
  const madeAt = files.directory(path);
  if (file !== undefined) {
    const kind = file.isDevice === true ? DEVICE_KIND : FILE_KIND;
    return { mode: kind | file.mode, bytes: file.content.length, at: file.modifiedAt };
  }
  if (madeAt === undefined) throw new FileSystemError(`${operand}: No such file or directory`);
  return { mode: DIRECTORY_MODE, bytes: DIRECTORY_BYTES, at: madeAt };
}

/** `stat -c FORMAT`, and `-L`, for there are no links. */
export const stat: Program = async process => {
  const words = process.args.filter(word => word !== '-L' && word !== '--');
  const at = words.indexOf('-c');
  if (at < 0) throw new FileSystemError('only -c is known here');
  const format = words[at + 1] ?? '';
  let status = 0;
  for (const operand of [...words.slice(0, at), ...words.slice(at + 2)]) {
    try {
      const { mode, bytes, at: modifiedAt } = entryAt(process, operand);
      const values: Readonly<Record<string, string>> = {
        ...{ f: mode.toString(HEX), a: (mode & 0o7777).toString(OCTAL), s: String(bytes), n: operand, N: operand },
        ...{ Y: String(Math.floor(modifiedAt / MS)), U: 'root', G: 'root', u: '0', g: '0', '%': '%' },
      };
      process.out(Buffer.from(`${format.replace(/%(.)/g, (whole, letter: string) => values[letter] ?? whole)}\n`));
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      process.err(Buffer.from(`stat: ${error.message}\n`));
      status = 1;
    }
  }
  return status;
};

/** Writes its input into files, and on. */
export const tee: Program = async process => {
  const isAppending = process.args.includes('-a');
  const paths = process.args.filter(word => !word.startsWith('-')).map(word => FileSystem.resolve(process.cwd, word));
  const given = await readAll(process.stdin);
  for (const path of paths) {
    const before = process.files.file(path);
    const content = isAppending && before !== undefined ? Buffer.concat([before.content, given]) : given;
    process.files.write(path, content, {
      modifiedAt: process.clock.now(),
      ...(before === undefined ? {} : { mode: before.mode }),
    });
  }
  await writeAll(process, given);
  return 0;
};

export const mv: Program = async process => {
  const [from = '', to = ''] = process.args
    .filter(word => !word.startsWith('-'))
    .map(word => FileSystem.resolve(process.cwd, word));
  const file = process.files.file(from);
  if (file === undefined) throw new FileSystemError(`can't rename '${from}': No such file or directory`);
  const target = process.files.isDirectory(to) ? FileSystem.resolve(to, from.split('/').at(-1) ?? '') : to;
  if (target === from) return 0;
  process.files.remove(from);
  process.files.write(target, file.content, { mode: file.mode, modifiedAt: file.modifiedAt });
  return 0;
};

const TYPES: Readonly<Record<string, (files: FileSystem, path: string) => boolean>> = {
  d: (files, path) => files.isDirectory(path),
  f: (files, path) => files.file(path) !== undefined && files.file(path)?.isDevice !== true,
};

/** What a name is asked by: all of it. */
function namePattern(text: string, flags: string): RegExp {
  const source = text
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, flags);
}

interface Search {
  readonly paths: readonly string[];
  readonly least: number;
  readonly most: number;
  /** In the order they were said: tests, and commands that get what passed those before. */
  readonly steps: readonly Step[];
}

type Step =
  | { readonly type: string }
  | { readonly name: RegExp }
  | { readonly command: readonly string[]; readonly isOfEach: boolean }
  | 'print';

/** `find PATH… -mindepth N -maxdepth N -type T -name PATTERN -print -exec COMMAND {} +` (or `;`, for each). */
export function find(lookUp: (name: string) => Program | undefined): Program {
  return async process => {
    const search = readSearch(process.args);
    const given = search.steps.map((): string[] => []);
    for (const path of search.paths) walk(process, { path, depth: 0, search, given });
    let status = 0;
    for (const [i, step] of search.steps.entries()) {
      const operands = given[i] ?? [];
      if (step === 'print') process.out(Buffer.from(operands.map(operand => `${operand}\n`).join('')));
      if (step === 'print' || !('command' in step) || operands.length === 0) continue;
      const [name = '', ...args] = step.command;
      const program = lookUp(name);
      if (program === undefined) throw new FileSystemError(`${name}: No such file or directory`);
      const calls = step.isOfEach
        ? operands.map(operand => args.map(word => word.replaceAll('{}', () => operand)))
        : [[...args, ...operands]];
      for (const words of calls) if ((await program({ ...process, args: words })) !== 0 && !step.isOfEach) status = 1;
    }
    return status;
  };
}

function walk(
  process: Process,
  place: { readonly path: string; readonly depth: number; readonly search: Search; readonly given: string[][] },
): void {
  const { path, depth, search, given } = place;
  const { files, cwd } = process;
  const whole = FileSystem.resolve(cwd, path);
  if (depth === 0) {
    entryAt(process, path);
    if (path.endsWith('/.') && !files.isDirectory(whole)) throw new FileSystemError(`${path}: Not a directory`);
  }
  if (depth >= search.least)
    for (const [i, step] of search.steps.entries()) {
      if (step !== 'print' && 'type' in step) {
        if (TYPES[step.type]?.(files, whole) !== true) break;
      } else if (step !== 'print' && 'name' in step) {
        if (!step.name.test(path.split('/').findLast(part => part !== '') ?? '/')) break;
      } else given[i]?.push(path);
    }
  if (depth >= search.most || !files.isDirectory(whole)) return;
  for (const { name } of files.list(whole))
    walk(process, { ...place, path: path === '/' ? `/${name}` : `${path}/${name}`, depth: depth + 1 });
}

function readSearch(args: readonly string[]): Search {
  const from = args.findIndex(word => word.startsWith('-'));
  const paths = from < 0 ? args : args.slice(0, from);
  const steps: Step[] = [];
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (let i = Math.max(from, paths.length); i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '-mindepth') least = Number(args[++i]);
    else if (word === '-maxdepth') most = Number(args[++i]);
    else if (word === '-type') steps.push({ type: args[++i] ?? '' });
    else if (word === '-print') steps.push('print');
    else if (word === '-name' || word === '-iname')
      steps.push({ name: namePattern(args[++i] ?? '', word === '-iname' ? 'i' : '') });
    else if (word === '-exec') {
      const end = args.findIndex((other, at) => at > i && (other === ';' || (other === '+' && args[at - 1] === '{}')));
      if (end < 0) throw new FileSystemError('-exec requires an argument');
      const isOfEach = args[end] === ';';
      steps.push({ command: args.slice(i + 1, isOfEach ? end : end - 1), isOfEach });
      i = end;
    } else throw new FileSystemError(`unrecognized: ${word}`);
  }
  const isSaid = steps.some(step => step === 'print' || 'command' in step);
  return { paths: paths.length === 0 ? ['.'] : paths, least, most, steps: isSaid ? steps : [...steps, 'print'] };
}
