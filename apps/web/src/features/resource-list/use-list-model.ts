import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { MatchingRequest } from '@lanthorn/protocol/http-messages.ts';
import { fetchRange } from '../../data/fetch-range.ts';
import { useClient } from '../../data/client.ts';
import {
  clickRow,
  emptyModel,
  focusedRow,
  focusIndex,
  followRows,
  forgetRows,
  jumpFocus,
  type ListModel,
  type Place,
  rangeTo,
  type RowWindow,
  selectRows,
  stepFocus,
  toggleRow,
  withRange,
} from '../../data/list-model.ts';
import type { ListSubject, ListView, LiveList } from '../../data/use-live-list.ts';

export interface ListSelection {
  readonly selected: ReadonlyMap<string, WireRow>;
  /** Where the focus is drawn; -1 for nowhere. */
  readonly focused: number;
  /** Counts how often a hand has moved the focus. */
  readonly moves: number;
  /** There is no row above the focus, also where its object has gone. */
  readonly isAtTop: boolean;
  /** The object that keys act on; none while its row is not there to be seen. */
  readonly focusedRow: WireRow | undefined;
  /** Why what was to be selected last was not. */
  readonly problem: string | null;
  readonly click: (row: WireRow, index: number) => void;
  readonly select: (row: WireRow, index: number, mode: 'toggle' | 'range') => void;
  readonly step: (by: number, isExtending: boolean) => void;
  readonly jump: (index: number, isExtending: boolean) => void;
  /** All that match now, as the server says. */
  readonly selectMatching: () => void;
  readonly clear: () => void;
}

/** What a hand does to the rows of a list, by the objects they stand for. */
export function useListModel(
  list: LiveList,
  { subject, query, matching }: { subject: ListSubject; query: ListView; matching: MatchingRequest },
): ListSelection {
  const { t } = useTranslation();
  const { connection, api } = useClient();
  const [held, setModel] = useState<ListModel<WireRow>>(emptyModel);
  const [problem, setProblem] = useState<string | null>(null);
  const [moves, setMoves] = useState(0);
  const rows: RowWindow<WireRow> = {
    offset: list.offset,
    keys: list.keys,
    rows: list.rows,
    count: list.length ?? list.matched ?? 0,
  };
  // Followed before anything is drawn or acted on: no key meets a row that moved under it.
  const model = followRows(held, rows);
  if (model !== held) setModel(model);
  useEffect(() => {
    setModel(emptyModel);
    setProblem(null);
  }, [subject]);
  useForgetDeleted(setModel);
  const later = useLatestAnswer([subject, query], setProblem);

  const extend = (next: ListModel<WireRow>, to: Place) => {
    const result = rangeTo(next, rows, to);
    later.drop();
    if ('model' in result) return setModel(result.model);
    setModel(next);
    return later.take(fetchRange(connection, { ...subject, ...query }, result.wanted), answer => {
      if ('refusal' in answer) setProblem(t(`list.range.${answer.refusal}`, { most: MAX_TARGETS }));
      else setModel(before => withRange(before, answer.rows));
    });
  };
  const move = (next: ListModel<WireRow>, isExtending: boolean) => {
    setMoves(count => count + 1);
    if (isExtending && next.focus !== null) extend({ ...next, anchor: model.anchor ?? model.focus }, next.focus);
    else setModel(next);
  };
  return {
    selected: model.selected,
    focused: focusIndex(model),
    moves,
    isAtTop: (model.focus?.index ?? 0) === 0,
    focusedRow: focusedRow(model, rows),
    problem,
    click: (row, index) => {
      later.drop();
      setModel(clickRow(model, row, index));
    },
    select: (row, index, mode) => {
      if (mode === 'range')
        return extend({ ...model, focus: { key: row.key, index, isAwaited: false } }, { key: row.key, index });
      later.drop();
      return setModel(toggleRow(model, row, index));
    },
    step: (by, isExtending) => move(stepFocus(model, rows, by), isExtending),
    jump: (index, isExtending) => move(jumpFocus(model, rows, index), isExtending),
    selectMatching: () => {
      if (rows.count > MAX_TARGETS) return setProblem(t('list.tooMany', { most: MAX_TARGETS }));
      return later.take(api.matching(matching), answer => {
        const byKey = answer.rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
        const all = byKey.map(row => ({ ...row, createdAt: null, ownerUid: '', cells: [] }));
        setModel(before => selectRows(before, all));
      });
    },
    clear: () => {
      later.drop();
      setModel(before => selectRows(before, []));
    },
  };
}

/** Answers about a selection count only while nobody has selected anything else, or looks at another list. */
function useLatestAnswer(about: readonly unknown[], onProblem: (problem: string | null) => void) {
  const asked = useRef(0);
  // oxlint-disable-next-line react/exhaustive-deps -- what it is about is compared, not read
  useEffect(() => void asked.current++, about);
  const drop = () => {
    asked.current++;
    onProblem(null);
  };
  return {
    drop,
    take: <T>(answer: Promise<T>, onAnswer: (answer: T) => void) => {
      drop();
      const mine = asked.current;
      const ifLatest = (task: () => void) => (asked.current === mine ? task() : undefined);
      void answer.then(
        value => ifLatest(() => onAnswer(value)),
        (error: unknown) => ifLatest(() => onProblem(error instanceof Error ? error.message : String(error))),
      );
    },
  };
}

/** What an operation has deleted can no longer be selected. */
function useForgetDeleted(setModel: (change: (model: ListModel<WireRow>) => ListModel<WireRow>) => void): void {
  const { operations } = useClient().operations();
  useEffect(() => {
    const gone = new Set(
      operations
        .filter(({ kind }) => kind === 'object.delete')
        .flatMap(({ targets }) => targets.filter(({ phase }) => phase === 'seen').map(({ target }) => target.uid)),
    );
    if (gone.size > 0) setModel(model => forgetRows(model, row => gone.has(row.uid)));
  }, [operations, setModel]);
}
