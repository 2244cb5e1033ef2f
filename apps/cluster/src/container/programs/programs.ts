import { sleep as pause } from '@lanthorn/base/clock.ts';
import { find, mv, stat, tee, writeAll } from './file-programs.ts';
import { FileSystem } from './file-system.ts';
import { type Process, type Program, readAll } from './process.ts';
import { tar } from './tar.ts';

// The programs of a simulated container, with the options people use and the words of busybox.

const MS = 1000;
/** Written at a time, as much as a pipe takes. */
const YES_BYTES = 16 * 1024;

/** Options before the operands: `-la` is l and a; `n` of `-n 5` takes the next word where it is named in `valued`. */
function options(
  args: readonly string[],
  valued = '',
): { flags: Set<string>; values: Map<string, string>; rest: string[] } {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (!word.startsWith('-') || word === '-') rest.push(word);
    else if (valued.includes(word.charAt(1)))
      values.set(word.charAt(1), word.length > 2 ? word.slice(2) : (args[++i] ?? ''));
    else for (const letter of word.slice(1)) flags.add(letter);
  }
  return { flags, values, rest };
}

const say = (process: Process, text: string) => process.out(Buffer.from(text));

/** Reads operands one after the other, or what comes in where there are none. */
async function* inputs(process: Process, paths: readonly string[]): AsyncIterable<string> {
  if (paths.length === 0) yield (await readAll(process.stdin)).toString();
  for (const path of paths) yield Buffer.from(process.files.read(FileSystem.resolve(process.cwd, path))).toString();
}

const cat: Program = async process => {
  const { rest } = options(process.args);
  if (rest.length === 0) {
    for await (const chunk of process.stdin) process.out(chunk);
    return 0;
  }
  for (const path of rest) await writeAll(process, process.files.read(FileSystem.resolve(process.cwd, path)));
  return 0;
};

/** Permission bits as `ls` writes them. */
function letters(mode: number): string {
  return Array.from('rwxrwxrwx', (letter, i) => (((mode >> (8 - i)) & 1) === 1 ? letter : '-')).join('');
}

/** `head -c N`: bytes; else lines. */
const head: Program = async process => {
  const { values, rest } = options(process.args, 'nc');
  const count = values.get('c');
  if (count === undefined) return lines((all, n) => all.slice(0, n))(process);
  const given =
    rest.length === 0
      ? await readAll(process.stdin)
      : process.files.read(FileSystem.resolve(process.cwd, rest[0] ?? ''));
  await writeAll(process, given.subarray(0, Number(count)));
  return 0;
};

const ls: Program = async process => {
  const { flags, rest } = options(process.args);
  for (const operand of rest.length === 0 ? ['.'] : rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    const single = process.files.file(path);
    const entries = single === undefined ? process.files.list(path) : [{ name: operand, file: single }];
    const shown = entries.filter(({ name }) => flags.has('a') || !name.startsWith('.'));
    for (const { name, file } of shown) {
      if (!flags.has('l')) say(process, `${name}\n`);
      else {
        const madeAt = process.files.directory(FileSystem.resolve(path, name));
        const at = new Date(file?.modifiedAt ?? madeAt ?? 0).toISOString().slice(0, 16).replace('T', ' ');
        const size = String(file?.content.length ?? 4096).padStart(9);
        say(
          process,
          `${file === null ? 'drwxr-xr-x' : `-${letters(file.mode)}`}    1 root     root     ${size} ${at} ${name}\n`,
        );
      }
    }
  }
  return 0;
};

function lines(count: (all: readonly string[], n: number) => readonly string[]): Program {
  return async process => {
    const { values, rest } = options(process.args, 'n');
    for await (const text of inputs(process, rest)) {
      const all = text.replace(/\n$/, '').split('\n');
      say(process, `${count(all, Number(values.get('n') ?? 10)).join('\n')}\n`);
    }
    return 0;
  };
}

const grep: Program = async process => {
  const { flags, rest } = options(process.args);
  const [pattern = '', ...paths] = rest;
  // Taken as plain text: a pattern of somebody's could keep the process busy.
  const wanted = flags.has('i') ? pattern.toLowerCase() : pattern;
  let found = 0;
  for await (const text of inputs(process, paths)) {
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const holds = (flags.has('i') ? line.toLowerCase() : line).includes(wanted) !== flags.has('v');
      if (!holds) continue;
      found++;
      if (!flags.has('c') && !flags.has('q')) say(process, `${line}\n`);
    }
  }
  if (flags.has('c')) say(process, `${found}\n`);
  return found > 0 ? 0 : 1;
};

const wc: Program = async process => {
  const { flags, rest } = options(process.args);
  for await (const text of inputs(process, rest)) {
    const counts = {
      l: text.split('\n').length - 1,
      w: text.split(/\s+/).filter(Boolean).length,
      c: Buffer.byteLength(text),
    };
    const wanted = (['l', 'w', 'c'] as const).filter(name => flags.size === 0 || flags.has(name));
    say(process, `${wanted.map(name => counts[name]).join(' ')}\n`);
  }
  return 0;
};

const env: Program = async process => {
  for (const [name, value] of process.env) say(process, `${name}=${value}\n`);
  return 0;
};

const rm: Program = async process => {
  const { flags, rest } = options(process.args);
  for (const operand of rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    if (process.files.isDirectory(path) && (flags.has('r') || flags.has('R'))) process.files.removeTree(path);
    else if (process.files.file(path) !== undefined || !flags.has('f')) process.files.remove(path);
  }
  return 0;
};

const cp: Program = async process => {
  const { rest } = options(process.args);
  const [from = '', to = ''] = rest.map(operand => FileSystem.resolve(process.cwd, operand));
  const target = process.files.isDirectory(to) ? `${to === '/' ? '' : to}/${from.split('/').at(-1) ?? ''}` : to;
  process.files.write(target, process.files.read(from), { modifiedAt: process.clock.now() });
  return 0;
};

const mkdir: Program = async process => {
  for (const operand of options(process.args).rest)
    process.files.makeDirectory(FileSystem.resolve(process.cwd, operand), process.clock.now());
  return 0;
};

const touch: Program = async process => {
  for (const operand of options(process.args).rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    const content = process.files.file(path)?.content ?? new Uint8Array();
    process.files.write(path, content, { modifiedAt: process.clock.now() });
  }
  return 0;
};

/** `test -f PATH`, `[ A = B ]`: what scripts and kubectl cp ask. */
const test: Program = async process => {
  const args = process.args.at(-1) === ']' ? process.args.slice(0, -1) : process.args;
  const [first = '', second = '', third = ''] = args;
  const path = FileSystem.resolve(process.cwd, second);
  switch (first) {
    case '-d':
      return process.files.isDirectory(path) ? 0 : 1;
    case '-f':
      return process.files.file(path) === undefined ? 1 : 0;
    case '-e':
      return process.files.isDirectory(path) || process.files.file(path) !== undefined ? 0 : 1;
    case '-n':
      return second === '' ? 1 : 0;
    case '-z':
      return second === '' ? 0 : 1;
    default:
      return (first === third) === (second === '=' || second === '==') ? 0 : 1;
  }
};

const ps: Program = async process => {
  say(
    process,
    `PID   USER     TIME  COMMAND\n    1 root      0:00 ${process.env.get('LANTHORN_COMMAND') ?? 'main'}\n   17 root      0:00 ps\n`,
  );
  return 0;
};

const sleep: Program = async process => {
  await pause(process.clock, Number(process.args[0] ?? 0) * MS, process.signal);
  return 0;
};

const fixed =
  (text: (process: Process) => string): Program =>
  async process => {
    say(process, `${text(process)}\n`);
    return 0;
  };

/** Writes a line until it is told to stop, as fast as it is read. */
const yes: Program = async process => {
  const line = `${process.args.join(' ') || 'y'}\n`;
  const block = Buffer.from(line.repeat(Math.max(1, Math.floor(YES_BYTES / Buffer.byteLength(line)))));
  while (!process.signal.aborted) {
    process.out(block);
    await process.drained();
    await process.clock.nextTurn();
  }
  return 0;
};

/** `stty size`: rows and columns of the terminal. */
const stty: Program = async process => {
  const size = process.size();
  if (process.terminal === null || process.args[0] !== 'size') {
    process.err(Buffer.from('stty: standard input\n'));
    return 1;
  }
  say(process, `${size?.rows ?? 0} ${size?.columns ?? 0}\n`);
  return 0;
};

/** By name, as they are found on the path. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  '[': test,
  cat,
  clear: async process => {
    process.out(Buffer.from('\x1b[H\x1b[J'));
    return 0;
  },
  cp,
  date: fixed(({ clock }) => new Date(clock.now()).toUTCString()),
  echo: async process => {
    const { args } = process;
    const isBare = args[0] === '-n';
    say(process, `${(isBare ? args.slice(1) : args).join(' ')}${isBare ? '' : '\n'}`);
    return 0;
  },
  env,
  false: () => Promise.resolve(1),
  grep,
  find: find(name => PROGRAMS[name]),
  head,
  hostname: fixed(({ env: variables }) => variables.get('HOSTNAME') ?? ''),
  id: fixed(() => 'uid=0(root) gid=0(root) groups=0(root)'),
  ls,
  mkdir,
  mv,
  printenv: async process => {
    const [name] = process.args;
    if (name === undefined) return env(process);
    const value = process.env.get(name);
    if (value !== undefined) say(process, `${value}\n`);
    return value === undefined ? 1 : 0;
  },
  ps,
  pwd: fixed(({ cwd }) => cwd),
  rm,
  sleep,
  stat,
  stty,
  tail: lines((all, n) => all.slice(-n)),
  tar,
  tee,
  test,
  touch,
  true: () => Promise.resolve(0),
  uname: fixed(({ args }) => (args.includes('-a') ? 'Linux simulated 6.12.0 x86_64 GNU/Linux' : 'Linux')),
  wc,
  whoami: fixed(() => 'root'),
  yes,
};
