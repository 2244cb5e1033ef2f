import type { Clock } from '@lanthorn/base/clock.ts';
import { readDevice } from '../system/devices.ts';
import { FileSystem, FileSystemError } from '../system/file-system.ts';
import { ShellError } from './outcomes.ts';
import { Input } from './streams.ts';
import type { Redirection } from './syntax.ts';

/** What a program reads from or writes to by a number. */
export interface Descriptor {
  readonly input: Input | null;
  readonly out: ((bytes: Uint8Array) => void) | null;
  readonly drained: () => Promise<void>;
}

export type Descriptors = ReadonlyMap<number, Descriptor>;

function inputOf(bytes: Uint8Array): Input {
  return new Input(
    (async function* once() {
      if (bytes.length > 0) yield bytes;
    })(),
  );
}

export interface Place {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly cwd: string;
}

/** The descriptors with one more, or one that is another; `target` is a path, a number or a text. */
export function redirected(
  descriptors: Descriptors,
  { fd, operator }: Redirection,
  { target, place }: { readonly target: string; readonly place: Place },
): Descriptors {
  const next = new Map(descriptors);
  const drained = () => place.clock.nextTurn();
  if (operator === '<<') next.set(fd, { input: inputOf(Buffer.from(target)), out: null, drained });
  else if (operator === '<&' || operator === '>&') {
    const found = descriptors.get(Number(target));
    if (target === '-') next.delete(fd);
    else if (found === undefined) throw new ShellError(`${target}: Bad file descriptor`, 2);
    else next.set(fd, found);
  } else next.set(fd, opened(descriptors, operator, { target, place }));
  return next;
}

function opened(
  descriptors: Descriptors,
  operator: string,
  { target, place }: { readonly target: string; readonly place: Place },
): Descriptor {
  const path = FileSystem.resolve(place.cwd, target);
  // Taken at once, whatever is written: others have their turn in between.
  const drained = () => place.clock.nextTurn();
  const device = readDevice(path, place.clock);
  if (device !== null) return { input: new Input(device), out: () => {}, drained };
  const own = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1];
  const known = descriptors.get(Number(own ?? ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(path)));
  if (known !== undefined) return known;
  try {
    if (operator === '<') return { input: inputOf(place.files.read(path)), out: null, drained };
    return { input: null, out: writerOf(path, place, operator === '>>' || operator === '<>'), drained };
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    throw new ShellError(`can't ${operator === '<' ? 'open' : 'create'} ${target}: ${why(error, operator)}`, 1);
  }
}

/** As busybox says it. */
function why({ message }: FileSystemError, operator: string): string {
  if (!message.endsWith('No such file or directory')) return message.slice(message.lastIndexOf(': ') + 2);
  return operator === '<' ? 'no such file' : 'nonexistent directory';
}

/** Opening makes the file, each write is seen at once; who appends writes behind what others wrote meanwhile. */
function writerOf(path: string, { files, clock }: Place, isAppending: boolean): (bytes: Uint8Array) => void {
  const before = files.file(path);
  const mode = before === undefined ? {} : { mode: before.mode };
  let kept = Buffer.from(isAppending ? (before?.content ?? '') : '');
  let length = kept.length;
  let written: Uint8Array = kept;
  const write = () => {
    written = kept.subarray(0, length);
    files.write(path, written, { modifiedAt: clock.now(), ...mode });
  };
  write();
  return bytes => {
    const present = files.file(path)?.content;
    if (isAppending && present !== undefined && present !== written) {
      kept = Buffer.from(present);
      length = kept.length;
    }
    if (length + bytes.length > kept.length) {
      const larger = Buffer.alloc(2 * (length + bytes.length));
      kept.copy(larger, 0, 0, length);
      kept = larger;
    }
    kept.set(bytes, length);
    length += bytes.length;
    write();
  };
}
