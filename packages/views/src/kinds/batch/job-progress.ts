import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';

export interface JobIndex {
  readonly index: number;
  readonly state: 'completed' | 'failed' | 'open';
}

export interface JobProgress {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  /** How often a pod may still fail before the Job gives up; null where each index has a limit of its own. */
  readonly retriesLeft: number | null;
  /** When `activeDeadlineSeconds` ends it; null where none is set, it is finished or suspended. */
  readonly deadlineAt: number | null;
  /** Null for a Job that is not indexed; the first `MAX_SHOWN` of `indexCount`. */
  readonly indexes: readonly JobIndex[] | null;
  readonly indexCount: number;
  /** Indexes of which every attempt failed. */
  readonly failedIndexes: readonly number[];
  /** The rule of its pod failure policy that ended it, in the server's words; ''. */
  readonly failurePolicy: string;
}

/** A grid of more says nothing to the eye. */
const MAX_SHOWN = 2_000;
/** Of more completions than these the API server lets far fewer fail; and a status may hold anything. */
const MAX_INDEXES = 100_000;
/** Backoff limit where none is set (API default). */
const DEFAULT_BACKOFF_LIMIT = 6;

/** How far a Job is, by its status alone. */
export function jobProgress(job: unknown): JobProgress {
  const spec = getPath(job, 'spec');
  const status = getPath(job, 'status');
  const count = (name: string) => asNumber(getPath(status, name)) ?? 0;
  const isIndexed = getPath(spec, 'completionMode') === 'Indexed';
  const conditions = asArray(getPath(status, 'conditions'));
  const ended = conditions.find(
    entry => ['Complete', 'Failed'].includes(asString(getPath(entry, 'type'))) && getPath(entry, 'status') === 'True',
  );
  const policy = conditions.find(entry => getPath(entry, 'reason') === 'PodFailurePolicy');
  const startedAt = parseTime(getPath(status, 'startTime'));
  const deadline = asNumber(getPath(spec, 'activeDeadlineSeconds'));
  const isOpen = ended === undefined && getPath(spec, 'suspend') !== true;
  const failedIndexes = readIndexes(asString(getPath(status, 'failedIndexes')));
  const perIndex = asNumber(getPath(spec, 'backoffLimitPerIndex')) !== undefined;
  const limit = asNumber(getPath(spec, 'backoffLimit')) ?? DEFAULT_BACKOFF_LIMIT;
  return {
    active: count('active'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    retriesLeft: perIndex ? null : Math.max(0, limit - count('failed')),
    deadlineAt: isOpen && startedAt !== null && deadline !== undefined ? startedAt + deadline * 1_000 : null,
    indexes: isIndexed ? indexStates(spec, status, failedIndexes) : null,
    indexCount: isIndexed ? (asNumber(getPath(spec, 'completions')) ?? 0) : 0,
    failedIndexes,
    failurePolicy: asString(getPath(policy, 'message')),
  };
}

function indexStates(spec: unknown, status: unknown, failedIndexes: readonly number[]): JobIndex[] {
  const completed = new Set(readIndexes(asString(getPath(status, 'completedIndexes'))));
  const failed = new Set(failedIndexes);
  const count = Math.min(MAX_SHOWN, asNumber(getPath(spec, 'completions')) ?? 0);
  return Array.from({ length: count }, (_, index) => ({
    index,
    state: completed.has(index) ? 'completed' : failed.has(index) ? 'failed' : 'open',
  }));
}

/** `1,3-5,7`, as the Job controller writes it, up to `MAX_INDEXES` of them; what cannot be read is left out. */
export function readIndexes(text: string): number[] {
  const indexes: number[] = [];
  for (const part of text.split(',')) {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    for (let index = Number(first); index <= Number(last ?? first) && indexes.length < MAX_INDEXES; index++)
      indexes.push(index);
  }
  return indexes;
}
