import { useMemo } from 'react';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import type { PastSlot } from '@lanthorn/views/kinds/batch/past-slot.ts';
import { pastSlots } from '@lanthorn/views/kinds/batch/past-slots.ts';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { useNow } from '../../../../ui/time/clock.ts';
import { knownUntil, type RunRecord } from './use-run-record.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What became of the last day's times, newest first; null where they cannot be worked out. */
export type PastDay = readonly PastSlot[] | null | 'loading';

/** Nothing is said until everything that tells of runs has answered. */
export function usePastDay(cronJob: unknown, state: QueryState, record: RunRecord): PastDay {
  const minute = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const { jobs, events, kept, runs, isComplete } = record;
  const own = { state, matched: 1 };
  const until = knownUntil([own, jobs, events].map(listAnswer), minute);
  const told = useMemo(
    () => [
      ...[...events.rows.values()].map(({ cells }) => ({
        at: asNumber(cells[columnIndex(EVENT_VIEW, 'lastSeen')]) ?? 0,
        reason: asString(cells[columnIndex(EVENT_VIEW, 'reason')]),
        message: asString(cells[columnIndex(EVENT_VIEW, 'message')]),
      })),
      ...kept.skips.map(skip => ({ ...skip, isKept: true })),
    ],
    [events.rows, kept.skips],
  );
  return useMemo(
    () =>
      isComplete && until !== null
        ? pastSlots(cronJob, { knownUntil: until, from: minute - DAY_MS, runs, events: told })
        : 'loading',
    [cronJob, isComplete, until, minute, runs, told],
  );
}
