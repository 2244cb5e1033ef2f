import { useMemo } from 'react';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import { type ListAnswer, listAnswer } from '../../../../data/lists/list-answer.ts';
import { MAX_WHOLE, type WholeList } from '../../../../data/lists/use-whole-list.ts';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import { useOwned } from '../../subject/owned-list.tsx';
import { type RecordedAnswer, useRecordedRuns } from './use-recorded-runs.ts';

/** All that tells of a CronJob's runs. */
export interface RunRecord {
  readonly jobs: Pick<WholeList, 'rows' | 'matched' | 'state'>;
  readonly events: Pick<WholeList, 'rows' | 'matched' | 'state'>;
  readonly kept: RecordedAnswer;
  /** Kept runs whose Jobs are gone, newest first. */
  readonly gone: readonly RecordedRun[];
  /** Those that are gone and those that are there, oldest first. */
  readonly runs: readonly RunCell[];
  /** Whether everything that was asked has answered, were it with a refusal: before that nothing is counted. */
  readonly isComplete: boolean;
}

/** A CronJob's Jobs, its events and its kept runs, as one. */
export function useRunRecord(subject: DetailSubject, cronJob: unknown): RunRecord {
  const { uid } = readMeta(cronJob);
  const jobs = useOwned(subject, 'jobs', { uid, limit: MAX_WHOLE });
  const events = useOwned(subject, 'events', { uid, limit: MAX_WHOLE });
  const live = useMemo(() => runCells([...jobs.rows.values()]), [jobs.rows]);
  const kept = useRecordedRuns(subject.cluster, uid, live);
  const { gone, runs } = useMemo(() => {
    const isThere = new Set(live.map(run => run.uid));
    const goneRuns = (kept.runs ?? []).filter(({ jobUid }) => !isThere.has(jobUid));
    return { gone: goneRuns, runs: [...goneRuns.map(run => ({ ...run, uid: run.jobUid })).toReversed(), ...live] };
  }, [kept.runs, live]);
  const hasAnswered = (list: WholeList) => listAnswer(list).kind !== 'loading';
  const isComplete = hasAnswered(jobs) && hasAnswered(events) && (kept.runs !== null || kept.trouble !== '');
  return { jobs, events, kept, gone, runs, isComplete };
}

/** The moment of which everything that was told is true, for a CronJob whose own state is known as well; null where nobody knows. */
export function knownUntil(answers: readonly ListAnswer[], now: number): number | null {
  const told = answers.flatMap(answer => (answer.kind === 'told' ? [answer.until ?? now] : []));
  const until = Math.min(now, ...told);
  return until === 0 ? null : until;
}
