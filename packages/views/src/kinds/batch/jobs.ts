import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { RunCell, StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, OWNER } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy, WORKLOAD_REFERENCES } from '../../cells/pod-references.ts';

/** The one answer to "how did this Job go", in kubectl's words. */
export function jobStatus(job: unknown): StatusCell {
  const has = (type: string) => findCondition(job, type)?.['status'] === 'True';
  if (has('Complete')) return { status: 'Complete', tone: 'ok' };
  if (has('Failed')) return { status: 'Failed', tone: 'bad' };
  if (getPath(job, 'metadata', 'deletionTimestamp') !== undefined) return { status: 'Terminating', tone: 'active' };
  if (has('Suspended')) return { status: 'Suspended', tone: 'muted' };
  if (has('FailureTarget')) return { status: 'FailureTarget', tone: 'bad' };
  if (has('SuccessCriteriaMet')) return { status: 'SuccessCriteriaMet', tone: 'active' };
  return { status: 'Running', tone: 'active' };
}

/** Start to completion, or to failure; null while it runs. */
export function jobDuration(job: unknown): number | null {
  const start = parseTime(getPath(job, 'status', 'startTime'));
  const end =
    parseTime(getPath(job, 'status', 'completionTime')) ??
    parseTime(findCondition(job, 'Failed')?.['lastTransitionTime']);
  return start === null || end === null ? null : Math.max(0, end - start);
}

export interface JobFailure {
  readonly reason: string;
  readonly message: string;
}

/** What the controller says about why it gave up. */
export function jobFailure(job: unknown): JobFailure | null {
  const condition = findCondition(job, 'Failed') ?? findCondition(job, 'FailureTarget');
  if (condition === null || condition['status'] !== 'True') return null;
  return { reason: asString(condition['reason']), message: asString(condition['message']) };
}

function completions(job: unknown): string {
  const succeeded = asNumber(getPath(job, 'status', 'succeeded')) ?? 0;
  const wanted = asNumber(getPath(job, 'spec', 'completions'));
  const parallelism = asNumber(getPath(job, 'spec', 'parallelism')) ?? 1;
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** Pods that were started for it: those that ended either way and those that run. */
function attempts(job: unknown): number {
  return ['succeeded', 'failed', 'active'].reduce((sum, key) => sum + (asNumber(getPath(job, 'status', key)) ?? 0), 0);
}

const STATUS = 2;
const STARTED = 5;
const DURATION = 4;
const MANUAL = 8;
/** As `kubectl create job --from` marks what it makes. */
const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

export const JOB_VIEW: KindView = {
  ...kindEntry('jobs.batch'),
  isOnMap: true,
  references: [ownedBy('cronjobs.batch'), ...WORKLOAD_REFERENCES],
  sections: ['jobProgress', 'jobPods', 'containers', 'podSettings'],
  explainedBy: 'jobPods',
  logs: 'pods',
  defaultSort: { column: 'age', descending: false },
  columns: [
    { ...NAME, width: 280 },
    NAMESPACE,
    statusColumn(jobStatus, { width: 150, saysDeletion: true }),
    { id: 'completions', type: 'text', width: 100, read: completions },
    { id: 'duration', type: 'duration', width: 90, read: jobDuration },
    {
      id: 'started',
      type: 'time',
      width: 90,
      isHidden: true,
      read: job => parseTime(getPath(job, 'status', 'startTime')),
    },
    OWNER,
    AGE,
    {
      id: 'manual',
      type: 'boolean',
      width: 90,
      isHidden: true,
      isFacet: true,
      read: job => getPath(job, 'metadata', 'annotations', INSTANTIATE) === 'manual',
    },
    { id: 'attempts', type: 'number', width: 80, isHidden: true, read: attempts },
    ...troubleColumns(),
  ],
};

interface JobRow {
  readonly name: string;
  readonly uid: string;
  readonly createdAt: number | null;
  readonly cells: readonly unknown[];
}

/** As many results as a strip in a list can show. */
const STRIP_LENGTH = 10;

/** The last runs of a CronJob as a strip shows them. */
export function summariseRuns(jobs: readonly JobRow[]): RunCell[] {
  return runCells(jobs).slice(-STRIP_LENGTH);
}

/** The runs of a CronJob, oldest first, from the rows of its Jobs. */
export function runCells(jobs: readonly JobRow[]): RunCell[] {
  return [...jobs]
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.name < b.name ? -1 : 1))
    .map(job => ({
      name: job.name,
      uid: job.uid,
      result: resultOf(asString(getPath(job.cells[STATUS], 'status'))),
      startedAt: asNumber(job.cells[STARTED]) ?? job.createdAt,
      durationMs: asNumber(job.cells[DURATION]) ?? null,
      isManual: job.cells[MANUAL] === true,
    }));
}

function resultOf(status: string): RunCell['result'] {
  switch (status) {
    case 'Complete':
      return 'succeeded';
    case 'Failed':
    case 'FailureTarget':
      return 'failed';
    case 'Suspended':
      return 'suspended';
    default:
      return 'running';
  }
}
