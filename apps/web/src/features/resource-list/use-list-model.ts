import { useEffect, useRef, useState } from 'react';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { MatchingRequest } from '@lanthorn/protocol/http/matching-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import {
  awaitFirst,
  clickRow,
  emptyModel,
  type Focus,
  focusedRow,
  focusIndex,
  followRows,
  forgetRows,
  jumpFocus,
  keepNamespaces,
  loseRows,
  type ListModel,
  rangeTo,
  type RowWindow,
  selectRows,
  stepFocus,
  takeAnswer,
  toggleRow,
  wantAll,
  type Wanted,
} from '../../data/lists/list-model.ts';
import { lineCount } from '../../data/lists/list-store.ts';
import type { ListSubject, ListView, LiveList } from '../../data/lists/use-live-list.ts';
import { visibleText } from '../../ui/words/text.ts';

export interface ListSelection {
  readonly selected: ReadonlyMap<string, WireRow>;
  /** What was selected and is no more. */
  readonly gone: ReadonlyMap<string, WireRow>;
  /** Where the focus is drawn; -1 for nowhere. */
  readonly focused: number;
  readonly focus: Focus | null;
  /** Counts how often a hand has moved the focus. */
  readonly moves: number;
  /** There is no row above the focus, also where its object has gone. */
  readonly isAtTop: boolean;
  /** The object that keys act on; none while its row is not there to be seen. */
  readonly focusedRow: WireRow | undefined;
  /** Why what was to be selected last was not, or is not any more. */
  readonly problem: string | null;
  readonly click: (row: WireRow, index: number) => void;
  readonly select: (row: WireRow, index: number, mode: 'toggle' | 'range') => void;
  readonly step: (by: number, isExtending: boolean) => void;
  readonly jump: (index: number, isExtending: boolean) => void;
  /** The first row of the list of this filter, as soon as that is there. */
  readonly awaitFirst: (filter: string) => void;
  /** All that match now, as the server says. */
  readonly selectMatching: () => void;
  readonly clear: () => void;
}

interface ListAbout {
  readonly subject: ListSubject;
  readonly query: ListView;
  readonly matching: MatchingRequest;
  /** Where it begins. */
  readonly focus: Focus | null;
}

/** What a hand does to the rows of a list, by the objects they stand for. */
export function useListModel(list: LiveList, { subject, query, matching, focus }: ListAbout): ListSelection {
  const { t } = useTranslation();
  const [held, setModel] = useState<ListModel<WireRow>>(() => emptyModel(focus));
  const [problem, setProblem] = useState<string | null>(null);
  const rows: RowWindow<WireRow> = {
    offset: list.offset,
    keys: list.keys,
    rows: list.rows,
    count: lineCount(list) ?? 0,
    filter: list.filter,
    isComplete: listAnswer(list).kind !== 'loading',
  };
  // Followed before anything is drawn or acted on: no key meets a row that moved under it.
  const followed = followRows(held, rows);
  // Whenever it is drawn: rows of before are on screen, and may be ticked, until those of other namespaces are there.
  const model = keepNamespaces(followed, query.namespaces);
  const dropped = followed.selected.size - model.selected.size;
  if (dropped > 0) setProblem(t('list.outside', { count: dropped }));
  if (model !== held) setModel(model);
  const [about, setAbout] = useState(subject);
  if (about !== subject) {
    setAbout(subject);
    setModel(emptyModel());
    setProblem(null);
  }
  // What was asked about other rows is not waited for any more.
  useEffect(() => setModel(before => ({ ...before, wanted: null })), [query]);
  useFollowGone(list, model.selected, setModel);
  useForgetDeleted(model.gone, setModel);
  useAnswers(model.wanted, {
    ask: useAsk(list, matching),
    onAnswer: (wanted, answer) => {
      setModel(before => takeAnswer(before, wanted, answer));
    },
    onProblem: setProblem,
  });
  const change = (next: ListModel<WireRow>) => {
    setProblem(null);
    setModel(next);
  };
  return {
    selected: model.selected,
    gone: model.gone,
    focused: focusIndex(model, rows),
    focus: model.focus,
    moves: model.moves,
    isAtTop: (model.focus?.index ?? 0) === 0,
    focusedRow: focusedRow(model, rows),
    problem,
    click: (row, index) => change(clickRow(model, row, index)),
    select: (row, index, mode) =>
      change(mode === 'range' ? rangeTo(model, rows, { row, index }) : toggleRow(model, row, index)),
    step: (by, isExtending) => change(stepFocus(model, rows, { by, isExtending })),
    jump: (to, isExtending) => change(jumpFocus(model, rows, { to, isExtending })),
    awaitFirst: filter => change(awaitFirst(model, filter)),
    selectMatching: () => {
      if (rows.count > MAX_TARGETS) return setProblem(t('list.tooMany', { most: MAX_TARGETS }));
      return change(wantAll(model));
    },
    clear: () => change(selectRows(model, [])),
  };
}

/** A problem beside rows says what is not among them. */
type Answer = { readonly rows: readonly WireRow[]; readonly problem?: string } | { readonly problem: string };

/** Asks the server for the rows that are wanted. */
function useAsk(list: LiveList, matching: MatchingRequest): (wanted: Wanted) => Promise<Answer> {
  const { t } = useTranslation();
  const { api } = useClient();
  return async wanted => {
    if (wanted.kind === 'range') {
      const answer = await list.askRange(wanted.from, wanted.to);
      return 'rows' in answer ? answer : { problem: t(`list.range.${answer.refusal}`, { most: MAX_TARGETS }) };
    }
    const answer = await api.matching(matching);
    const byKey = answer.rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const rows = byKey.map(row => ({ ...row, createdAt: null, ownerUid: '', cells: [] }));
    if (answer.missing === undefined) return { rows };
    const words = matching.others === undefined ? 'freshness.whyPartial' : 'freshness.whyPartialClusters';
    return { rows, problem: t(words, { namespaces: visibleText(answer.missing.join(', ')) }) };
  };
}

interface Answering {
  readonly ask: (wanted: Wanted) => Promise<Answer>;
  readonly onAnswer: (wanted: Wanted, rows: readonly WireRow[] | null) => void;
  readonly onProblem: (problem: string) => void;
}

/** What is wanted is asked for once; the model drops an answer that came too late. */
function useAnswers(wanted: Wanted | null, answering: Answering): void {
  const latest = useRef(answering);
  latest.current = answering;
  useEffect(() => {
    if (wanted === null) return undefined;
    let isWaited = true;
    const take = (answer: Answer) => {
      if (!isWaited) return;
      latest.current.onAnswer(wanted, 'rows' in answer ? answer.rows : null);
      if (answer.problem !== undefined) latest.current.onProblem(answer.problem);
    };
    void latest.current
      .ask(wanted)
      .then(take, (error: unknown) => take({ problem: error instanceof Error ? error.message : String(error) }));
    return () => {
      isWaited = false;
    };
  }, [wanted]);
}

type ChangeModel = (change: (model: ListModel<WireRow>) => ListModel<WireRow>) => void;

/** Of what is selected the server says what is no more, on the screen or not. */
function useFollowGone({ followGone }: LiveList, selected: ReadonlyMap<string, WireRow>, setModel: ChangeModel): void {
  const latest = useRef(selected);
  latest.current = selected;
  const isSelecting = selected.size > 0;
  useEffect(() => {
    if (!isSelecting) return undefined;
    return followGone(
      uids => setModel(model => loseRows(model, new Set(uids))),
      () => [...latest.current.values()].map(({ key, uid, namespace }) => ({ key, uid, namespace })),
    );
  }, [followGone, isSelecting, setModel]);
}

/** What an operation has deleted can no longer be selected, and is no news. */
function useForgetDeleted(lost: ReadonlyMap<string, WireRow>, setModel: ChangeModel): void {
  const { operations } = useClient().operations();
  useEffect(() => {
    const deleted = new Set(
      operations
        .filter(({ kind }) => actionRecord(kind).goneIsDone)
        .flatMap(({ targets }) => targets.filter(({ phase }) => phase === 'seen').map(({ target }) => target.uid)),
    );
    if (deleted.size > 0) setModel(model => forgetRows(model, row => deleted.has(row.uid)));
  }, [operations, lost, setModel]);
}
