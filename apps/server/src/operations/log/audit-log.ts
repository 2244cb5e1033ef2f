import { closeSync, openSync, writeSync } from 'node:fs';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { isDoneTo } from '@lanthorn/protocol/operation-state.ts';

/** Told of each operation once, when nobody works on it any more; of one that only opens something, when it was opened. */
export interface AuditLog {
  ended(operation: Operation, at: number): void;
  close(): void;
}

/**
 * A line of JSON for each operation, appended to a file that only its owner reads, or to standard output for `-`. Throws where the file
 * cannot be opened; that a line could not be written is told to `onProblem`.
 */
export function openAuditLog(file: string, onProblem: (problem: string) => void): AuditLog {
  const isOutput = file === '-';
  const descriptor = isOutput ? process.stdout.fd : openSync(file, 'a', 0o600);
  return {
    ended: (operation, at) => {
      try {
        writeSync(descriptor, `${auditLine(operation, at)}\n`);
      } catch (error) {
        onProblem(error instanceof Error ? error.message : String(error));
      }
    },
    close: () => {
      if (!isOutput) closeSync(descriptor);
    },
  };
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
