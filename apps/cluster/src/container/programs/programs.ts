import { sleep as pause } from '@lanthorn/base/clock.ts';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import type { Process, Program } from '../system/process.ts';
import { guarded } from '../system/guarded.ts';
import { date } from './date.ts';
import { chmod, df, free, mktemp, nproc, realpath, top, uptime, which } from './system-programs.ts';
import { find, mv, stat, tee } from './file-programs.ts';
import { grep } from './grep.ts';
import { allLines, bytesOf, everyLine, options, say, sayLines } from './lines.ts';
import { echo, printf } from './printf.ts';
import { secondsOf } from './seconds.ts';
import { sed } from './sed.ts';
import { tar } from './tar.ts';
import { test } from './test.ts';
import { base64, basename, cut, dirname, expr, nl, rev, seq, sort, sum, tac, tr, uniq } from './text-programs.ts';

// The programs of a simulated container, with the options people use and the words of busybox.

const MS = 1000;
/** As long as a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;
/** Written at a time, as much as a pipe takes. */
const YES_BYTES = 16 * 1024;

const cat: Program = async process => {
  const { rest } = options(process.args);
  let status = 0;
  for (const path of rest.length === 0 ? ['-'] : rest) {
    const ended = await guarded('cat', process, async () => {
      for await (const chunk of bytesOf(process, path)) {
        process.out(chunk);
        await process.drained();
        if (process.signal.aborted) break;
      }
      return 0;
    });
    status = Math.max(status, ended);
  }
  return status;
};

/** Permission bits as `ls` writes them. */
function letters(mode: number): string {
  return Array.from('rwxrwxrwx', (letter, i) => (((mode >> (8 - i)) & 1) === 1 ? letter : '-')).join('');
}

/** The first lines, or bytes: whoever writes more is told that nobody reads it. */
const head: Program = async process => {
  const { values, rest } = options(numbered(process.args), 'nc');
  const bytes = values.get('c');
  if (bytes !== undefined) {
    let left = Number(bytes);
    for await (const piece of left > 0 ? bytesOf(process, rest[0] ?? '-') : []) {
      process.out(piece.subarray(0, left));
      await process.drained();
      left -= piece.length;
      if (left <= 0 || process.signal.aborted) break;
    }
    return 0;
  }
  let left = Number(values.get('n') ?? 10);
  for await (const lines of left > 0 ? allLines(process, rest) : []) {
    await sayLines(process, lines.slice(0, left));
    left -= lines.length;
    if (left <= 0) break;
  }
  return 0;
};

const tail: Program = async process => {
  const { flags, values, rest } = options(numbered(process.args), 'nc');
  const wanted = values.get('n') ?? '10';
  const all = await everyLine(process, rest);
  const from = wanted.startsWith('+') ? Number(wanted) - 1 : Math.max(0, all.length - Number(wanted));
  await sayLines(process, all.slice(from));
  if (flags.has('f') || flags.has('F')) await follow(process, rest);
  return 0;
};

/** How often it is looked whether a file grew. */
const GROWTH_MS = 1_000;

/** What is written to them from now on, until it is told to stop. */
async function follow(process: Process, names: readonly string[]): Promise<void> {
  const paths = names.map(name => FileSystem.resolve(process.cwd, name));
  const length = (path: string) => process.files.file(path)?.content.length ?? 0;
  const shown = new Map(paths.map(path => [path, length(path)]));
  // Where there is nothing that could grow nobody looks.
  const isIdle = paths.every(path => path.startsWith('/dev/'));
  while (!process.signal.aborted) {
    await pause(process.clock, isIdle ? LONGEST_MS : GROWTH_MS, process.signal);
    for (const [path, before] of shown) {
      const now = length(path);
      if (now > before) process.out(process.files.read(path).subarray(before));
      shown.set(path, now);
    }
  }
}

/** `-5` is `-n 5`. */
const numbered = (args: readonly string[]) => args.map(word => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word));

const ls: Program = async process => {
  const { flags, rest } = options(process.args);
  for (const operand of rest.length === 0 ? ['.'] : rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    const single = process.files.file(path);
    const entries = single === undefined ? process.files.list(path) : [{ name: operand, file: single }];
    const dots = single === undefined && flags.has('a') ? ['.', '..'] : [];
    const shown = [
      ...dots.map(name => ({ name, file: null })),
      ...entries.filter(({ name }) => flags.has('a') || !name.startsWith('.')),
    ];
    for (const { name, file } of shown) {
      if (!flags.has('l')) say(process, `${name}\n`);
      else {
        const madeAt = process.files.directory(FileSystem.resolve(path, name));
        const at = new Date(file?.modifiedAt ?? madeAt ?? 0).toISOString().slice(0, 16).replace('T', ' ');
        const size = String(file?.content.length ?? 4096).padStart(9);
        say(
          process,
          `${file === null ? 'drwxr-xr-x' : `${file.isDevice === true ? 'c' : '-'}${letters(file.mode)}`}    1 root     root     ${size} ${at} ${name}\n`,
        );
      }
    }
  }
  return 0;
};

const [NEWLINE, TAB, CARRIAGE_RETURN, BLANK] = [10, 9, 13, 32];

/** As wide as a count is where there are several. */
const COLUMN = 9;

const wc: Program = async process => {
  const { flags, rest } = options(process.args);
  const wanted = (['l', 'w', 'c'] as const).filter(name => flags.size === 0 || flags.has(name));
  for (const path of rest.length === 0 ? ['-'] : rest) {
    const counts = { l: 0, w: 0, c: 0 };
    let isInWord = false;
    for await (const bytes of bytesOf(process, path)) {
      counts.c += bytes.length;
      for (const byte of bytes) {
        if (byte === NEWLINE) counts.l++;
        const isBlank = byte === BLANK || (byte >= TAB && byte <= CARRIAGE_RETURN);
        if (!isBlank && !isInWord) counts.w++;
        isInWord = !isBlank;
      }
      if (process.signal.aborted) break;
    }
    const shown = wanted.map(name => String(counts[name]).padStart(wanted.length > 1 ? COLUMN : 0));
    say(process, `${[...shown, ...(path === '-' ? [] : [path])].join(' ')}\n`);
  }
  return 0;
};

const printenv: Program = process => {
  const [name] = process.args;
  for (const [known, value] of process.env)
    if (name === undefined || name === known) say(process, name === undefined ? `${known}=${value}\n` : `${value}\n`);
  return Promise.resolve(name === undefined || process.env.has(name) ? 0 : 1);
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

const rmdir: Program = process => {
  for (const operand of options(process.args).rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    if (process.files.list(path).length > 0) throw new FileSystemError(`'${operand}': Directory not empty`);
    process.files.removeTree(path);
  }
  return Promise.resolve(0);
};

const mkdir: Program = async process => {
  for (const operand of options(process.args, 'm').rest)
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

const ps: Program = async process => {
  say(
    process,
    `PID   USER     TIME  COMMAND\n    1 root      0:00 ${process.env.get('LANTHORN_COMMAND') ?? 'main'}\n   17 root      0:00 ps\n`,
  );
  return 0;
};

const sleep: Program = async process => {
  const seconds = process.args.map(secondsOf);
  const all = process.args.includes('infinity') ? Infinity : seconds.reduce((total, each) => total + each, 0);
  await pause(process.clock, Math.min(all * MS, LONGEST_MS), process.signal);
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
  '[[': test,
  base64,
  basename,
  cat,
  clear: async process => {
    process.out(Buffer.from('\x1b[H\x1b[J'));
    return 0;
  },
  chmod,
  cp,
  cut,
  date,
  df,
  dirname,
  echo,
  expr,
  false: () => Promise.resolve(1),
  grep,
  find: find(name => PROGRAMS[name]),
  free,
  head,
  hostname: fixed(({ env: variables }) => variables.get('HOSTNAME') ?? ''),
  id: fixed(() => 'uid=0(root) gid=0(root) groups=0(root)'),
  ls,
  md5sum: sum('md5'),
  mkdir,
  mktemp,
  mv,
  printenv,
  nl,
  nproc,
  printf,
  ps,
  pwd: fixed(({ cwd }) => cwd),
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sha1sum: sum('sha1'),
  sha256sum: sum('sha256'),
  sleep,
  sort,
  stat,
  stty,
  tail,
  tar,
  tac,
  tee,
  test,
  top,
  touch,
  tr,
  true: () => Promise.resolve(0),
  uname: fixed(({ args }) => (args.includes('-a') ? 'Linux simulated 6.12.0 x86_64 GNU/Linux' : 'Linux')),
  uniq,
  uptime,
  wc,
  which: which(name => Object.hasOwn(PROGRAMS, name)),
  whoami: fixed(() => 'root'),
  yes,
};
