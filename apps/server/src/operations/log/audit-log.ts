import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { isDoneTo } from '@lanthorn/protocol/operation-state.ts';

/** Told of each operation once, when nobody works on it any more; of one that only opens something, when it was opened. */
export interface AuditLog {
  ended(operation: Operation, at: number): void;
  /** Resolves when all is written; what ends later is not told. */
  close(): Promise<void>;
}

type Append = (descriptor: number, bytes: Uint8Array, from: number) => number;

/**
 * A line of JSON for each operation, appended to a file that only its owner reads, or to standard output for `-`. Throws where the file
 * cannot be opened; that a line could not be written is told to `onProblem`.
 */
export function openAuditLog(
  file: string,
  onProblem: (problem: string) => void,
  append: Append = (descriptor, bytes, from) => writeSync(descriptor, bytes, from),
): AuditLog {
  const lines = file === '-' ? toOutput(onProblem) : toFile(file, onProblem, append);
  let isClosed = false;
  return {
    ended: (operation, at) => {
      if (!isClosed) lines.write(auditLine(operation, at));
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await lines.close();
    },
  };
}

interface Lines {
  write(line: string): void;
  close(): Promise<void>;
}

/** A pipe that is full takes a line later, and whole. */
function toOutput(onProblem: (problem: string) => void): Lines {
  const { stdout } = process;
  stdout.on('error', error => onProblem(error.message));
  return {
    write: line => void stdout.write(`${line}\n`),
    close: () => new Promise(resolve => stdout.write('', () => resolve())),
  };
}

function toFile(file: string, onProblem: (problem: string) => void, append: Append): Lines {
  const descriptor = openSync(file, 'a', OWNER_ALONE);
  keepToOwner(descriptor, onProblem);
  /** What was written last ends in the middle of a line. */
  let isCut = false;
  return {
    write: line => {
      const bytes = Buffer.from(`${isCut ? '\n' : ''}${line}\n`);
      let done = 0;
      try {
        while (done < bytes.length) {
          const written = append(descriptor, bytes, done);
          if (written === 0) throw new Error(`only ${done} of ${bytes.length} bytes of a line were written`);
          done += written;
        }
        isCut = false;
      } catch (error) {
        isCut ||= done > 0;
        onProblem(textOf(error));
      }
    },
    close: async () => closeSync(descriptor),
  };
}

const OWNER_ALONE = 0o600;

/** Also one that was there before. Who may not change that is told, and the lines are kept all the same. */
function keepToOwner(descriptor: number, onProblem: (problem: string) => void): void {
  try {
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, OWNER_ALONE);
  } catch (error) {
    onProblem(textOf(error));
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Who did what to which objects, when and why, and what came of it. Nothing that stands in an object: neither what was sent, nor the command,
 * nor what a server said in its own words, which may quote it.
 */
export function auditLine(operation: Operation, at: number): string {
  const { id, user, kind, undoOf, startedAt, reason = '', targets } = operation;
  return JSON.stringify({
    id,
    began: formatTime(startedAt),
    ended: formatTime(at),
    user,
    action: kind,
    ...(undoOf === null ? {} : { undoOf }),
    ...(reason === '' ? {} : { reason }),
    result: resultOf(targets.map(result)),
    objects: targets.map(objectOf),
  });
}

function objectOf(entry: OperationTarget): object {
  const { cluster, resource, namespace, name, uid } = entry.target;
  const { code, reason } = entry.status ?? {};
  return {
    cluster,
    ...resource,
    ...(namespace === '' ? {} : { namespace }),
    ...{ name, uid },
    ...(entry.created === null ? {} : { created: entry.created.name }),
    result: result(entry),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { why: reason }),
    // Words of our own: a key of the catalogue.
    ...(entry.status === null && OWN_WORD.test(entry.message) ? { why: entry.message } : {}),
  };
}

const OWN_WORD = /^[a-z]+\.[A-Za-z]+$/;

/** `open`: accepted, and nothing was seen of it in time. */
function result(entry: OperationTarget): 'done' | 'failed' | 'open' {
  return entry.phase === 'failed' ? 'failed' : isDoneTo(entry) ? 'done' : 'open';
}

function resultOf(results: readonly ReturnType<typeof result>[]): string {
  const distinct = new Set(results);
  return distinct.size === 1 ? ([...distinct][0] ?? '') : 'mixed';
}
