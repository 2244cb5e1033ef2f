import { randomBytes } from 'node:crypto';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import type { Process, Program } from '../system/process.ts';
import { options, say } from './lines.ts';

// Programs that tell of the machine and of what is there, with the words of busybox. The machine is a simulated one: its numbers stay.

const CORES = 2;
const MEMORY_KIB = 4 * 1024 * 1024;
const USED_KIB = 1024 * 1024;
const DISK_KIB = 20 * 1024 * 1024;
const SHARED_KIB = 0;
const PERCENT = 100;
const KIB_PER_GIB = 1024 * 1024;

export const nproc: Program = async process => {
  say(process, `${CORES}\n`);
  return 0;
};

export const df: Program = async process => {
  const isHuman = options(process.args).flags.has('h');
  const size = (kib: number) => (isHuman ? `${(kib / KIB_PER_GIB).toFixed(1)}G` : String(kib));
  const used = DISK_KIB / 4;
  const shown = [DISK_KIB, used, DISK_KIB - used].map(kib => size(kib).padStart(9)).join(' ');
  const title = isHuman ? '               Size      Used Available' : '          1K-blocks      Used Available';
  say(process, `Filesystem ${title} Use% Mounted on\n`);
  say(process, `overlay              ${shown}  ${(used / DISK_KIB) * PERCENT}% /\n`);
  return 0;
};

export const free: Program = async process => {
  const shown = [MEMORY_KIB, USED_KIB, MEMORY_KIB - USED_KIB, SHARED_KIB, 0, MEMORY_KIB - USED_KIB];
  say(process, '              total        used        free      shared  buff/cache   available\n');
  say(process, `Mem:    ${shown.map(kib => String(kib).padStart(11)).join(' ')}\n`);
  return 0;
};

/** As much as one process is seen from within: what the container runs, and who asks. */
export const top: Program = async process => {
  const { flags } = options(process.args, 'dnp');
  const own = process.env.get('LANTHORN_COMMAND') ?? 'main';
  const shown = () => {
    say(process, `Mem: ${USED_KIB}K used, ${MEMORY_KIB - USED_KIB}K free, ${SHARED_KIB}K shrd, 0K buff, 0K cached\n`);
    say(process, 'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq\n');
    say(process, 'Load average: 0.00 0.00 0.00 1/2 17\n');
    say(process, '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND\n');
    say(process, `    1     0 root     S     4400   0%   0% ${own}\n   17     0 root     R     4400   0%   0% top\n`);
  };
  shown();
  if (flags.has('b') || process.terminal === null) return 0;
  // Nothing of it changes; it is left by an interrupt.
  await new Promise<void>(resolve => {
    process.signal.addEventListener('abort', () => resolve());
    if (process.signal.aborted) resolve();
  });
  return 0;
};

export const uptime: Program = async process => {
  const at = new Date(process.clock.now()).toISOString().slice(11, 19);
  say(process, ` ${at} up 1 day,  0 users,  load average: 0.00, 0.00, 0.00\n`);
  return 0;
};

/** Where programs lie; says nothing of those that are not there. */
export const which =
  (isKnown: (name: string) => boolean): Program =>
  async process => {
    let status = 0;
    for (const name of options(process.args).rest)
      if (isKnown(name.replace(/^\/(usr\/)?s?bin\//, '')))
        say(process, name.includes('/') ? `${name}\n` : `/bin/${name}\n`);
      else status = 1;
    return status;
  };

export const realpath: Program = async process => {
  let status = 0;
  for (const operand of options(process.args).rest) {
    const path = FileSystem.resolve(process.cwd, operand);
    if (process.files.isDirectory(path) || process.files.file(path) !== undefined) say(process, `${path}\n`);
    else {
      process.err(Buffer.from(`realpath: ${operand}: No such file or directory\n`));
      status = 1;
    }
  }
  return status;
};

const LETTERS_BYTES = 6;

export const mktemp: Program = async process => {
  const { flags } = options(process.args, 'pt');
  const name = randomBytes(LETTERS_BYTES).toString('base64url').slice(0, LETTERS_BYTES).replace(/[-_]/g, 'x');
  const path = `/tmp/tmp.${name}`;
  const at = process.clock.now();
  if (flags.has('d')) process.files.makeDirectory(path, at);
  else process.files.write(path, new Uint8Array(), { modifiedAt: at, mode: 0o600 });
  say(process, `${path}\n`);
  return 0;
};

const ALL = 0o777;
const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: ALL };
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

/** A mode as `chmod` is given it: digits, or what is added to the one before; null where it is none. */
function modeOf(text: string, before: number): number | null {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = before;
  for (const clause of text.split(',')) {
    const [, who = '', operator, what = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (operator === undefined) return null;
    const mask = who === '' ? ALL : [...who].reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0);
    const bits = [...what].reduce((all, letter) => all | (WHAT[letter] ?? 0), 0) & mask;
    if (operator === '+') mode |= bits;
    else mode = operator === '-' ? mode & ~bits : (mode & ~mask) | bits;
  }
  return mode;
}

export const chmod: Program = async process => {
  const [mode = '', ...operands] = process.args.filter(word => word !== '-R');
  let status = 0;
  for (const operand of operands) {
    const path = FileSystem.resolve(process.cwd, operand);
    const file = process.files.file(path);
    const next = modeOf(mode, file?.mode ?? 0);
    if (next === null) throw new FileSystemError(`invalid mode '${mode}'`);
    // Directories have one mode here.
    if (file !== undefined) process.files.write(path, file.content, { modifiedAt: file.modifiedAt, mode: next });
    else if (!process.files.isDirectory(path)) status = missing(process, operand);
  }
  return status;
};

function missing({ err }: Process, operand: string): number {
  err(Buffer.from(`chmod: ${operand}: No such file or directory\n`));
  return 1;
}
