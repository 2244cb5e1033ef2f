import { useEffect, useState } from 'react';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryAnswer, HistoryEntry, HistoryQuery } from '@lanthorn/protocol/http/history-messages.ts';
import { useClient } from '../../../data/client/client.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import type { OnCount } from './use-tab-counts.ts';

export interface ShownHistory {
  /** As far as was asked for; null until the first answer. */
  readonly answer: HistoryAnswer | null;
  readonly problem: string | null;
  readonly isAsking: boolean;
  readonly showOlder: () => void;
}

/** What was done to an object, the newest first, and on request what was done before. `onCount` is told how much that is. */
export function useObjectHistory(subject: DetailSubject, onCount: OnCount): ShownHistory {
  const { api, operations } = useClient();
  const [answer, setAnswer] = useState<HistoryAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pages, setPages] = useState(1);
  const [isAsking, setAsking] = useState(true);
  const { cluster, view, namespace, name } = subject;
  const { group, resource } = view.resource;
  const news = operations(state => newsOf(state.operations, { cluster, group, resource, namespace, name }));
  useEffect(() => {
    let isCurrent = true;
    setAsking(true);
    const ask = (query: HistoryQuery) => api.history(query);
    readPages(ask, { cluster, group, resource, namespace, name }, pages)
      .then(
        next => {
          if (!isCurrent) return;
          setAnswer(next);
          setProblem(null);
        },
        (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => isCurrent && setAsking(false));
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, group, resource, namespace, name, news, pages]);
  useEffect(() => {
    // Of more than were read nobody has counted.
    if (answer !== null) onCount(answer.hasMore ? undefined : answer.entries.length);
  }, [onCount, answer]);
  return { answer, problem, isAsking, showOlder: () => setPages(pages + 1) };
}

/** What is known of what was done to an object: it changes with that alone, not with what happens to the other objects of an operation. */
function newsOf(operations: readonly Operation[], object: HistoryQuery): string {
  const own = operations.flatMap(({ id, targets }) =>
    targets
      .filter(({ target }) => isTarget(target, object))
      .map(({ phase, message, canUndo, isUndone }) => [id, phase, message, canUndo, isUndone]),
  );
  return JSON.stringify(own);
}

function isTarget({ cluster, resource, namespace, name }: OperationTarget['target'], object: HistoryQuery): boolean {
  return (
    name === object.name &&
    namespace === object.namespace &&
    cluster === object.cluster &&
    resource.resource === object.resource &&
    resource.group === object.group
  );
}

/** As one answer: what was done in the same millisecond as the last of a page comes with the next as well, and is left out there. */
async function readPages(
  ask: (query: HistoryQuery) => Promise<HistoryAnswer>,
  query: HistoryQuery,
  pages: number,
): Promise<HistoryAnswer> {
  let whole = await ask(query);
  for (let page = 1; page < pages && whole.hasMore; page++) {
    const until = whole.entries.at(-1)?.operation.startedAt ?? 0;
    const next = await ask({ ...query, until: String(until) });
    const known = new Set(whole.entries.map(keyOf));
    const older = next.entries.filter(entry => !known.has(keyOf(entry)));
    whole = { ...next, entries: [...whole.entries, ...older], hasMore: next.hasMore && older.length > 0 };
  }
  return whole;
}

function keyOf({ operation, entry }: HistoryEntry): string {
  return `${operation.id} ${entry.target.uid}`;
}
