import { renderHook, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { codeWidth, textWidth } from '../../../ui/words/text-width.ts';
import { useContentWidths } from './use-content-widths.ts';

const IDS = ['name', 'status', 'restarts'];

function row(name: string, status: string): WireRow {
  const told: Readonly<Record<string, unknown>> = { name, status: { status, tone: 'ok' }, restarts: 1_000_000 };
  const cells = POD_VIEW.columns.map(({ id }) => (told[id] ?? null) as never);
  return { key: name, uid: name, namespace: 'n', name, createdAt: null, ownerUid: '', cells };
}

function show(first: readonly WireRow[], of = first.length) {
  let shown = new Map<string, WireRow>();
  const props = (rows: readonly WireRow[] | null, question: string, matched: number) => {
    if (rows !== null) shown = new Map(rows.map(each => [each.key, each]));
    return { list: { rows: shown, state: { kind: 'live' } as const, matched, isAwaited: rows === null }, question };
  };
  const { result, rerender } = renderHook(
    ({ list, question }) => useContentWidths(list, { view: POD_VIEW, ids: IDS, question }),
    { initialProps: props(first, 'one', of) },
  );
  return {
    width: (id: string) => result.current.get(id),
    widths: () => result.current,
    /** Null while the rows of the question before are still there. */
    tell: (rows: readonly WireRow[] | null, question = 'one', matched = rows?.length ?? 0) =>
      rerender(props(rows, question, matched)),
  };
}

const LONG = 'a-name-that-is-longer-than-the-title-of-its-column';

test('a column is as wide as its longest text, a state with its shape, and room for the next one; of a number its kind knows', () => {
  const { width } = show([row('a', 'Running'), row(LONG, 'Completed')]);
  expect(width('name')).toBe(textWidth(LONG) + 18);
  expect(width('status')).toBe(textWidth('CrashLoopBackOff') + 36);
  expect(show([row('a', LONG)]).width('status')).toBe(textWidth(LONG) + 36);
  expect(width('restarts')).toBeUndefined();
});

test('a title has room above short texts', () => {
  expect(show([row('a', 'Running')]).width('name')).toBeGreaterThan(textWidth('Name') + 18);
});

test('rows that come and go move no column; those of another question make it wider, and never narrower', () => {
  const { width, widths, tell } = show([]);
  expect(width('name')).toBeUndefined();
  tell([row('abcdefghij', 'Running')]);
  const before = width('name') ?? 0;
  tell([row(LONG, 'Running')]);
  expect(width('name')).toBe(before);
  tell(null, 'two');
  expect(width('name')).toBe(before);
  tell([row(LONG, 'Running')], 'two');
  const wide = width('name') ?? 0;
  expect(wide).toBeGreaterThan(before);
  const grown = widths();
  tell(null, 'three');
  tell([row('a', 'Running')], 'three');
  expect(width('name')).toBe(wide);
  expect(widths()).toBe(grown);
});

test('a list that opens at one of its last rows has room for those before, once they are there', () => {
  const { width, tell } = show([row('z', 'Running')], 2);
  const before = width('name') ?? 0;
  tell([row(LONG, 'Running'), row('z', 'Running')]);
  const wide = width('name') ?? 0;
  expect(wide).toBeGreaterThan(before);
  tell([row(`${LONG}-and-one-more`, 'Running'), row(LONG, 'Running'), row('z', 'Running')]);
  expect(width('name')).toBe(wide);
});

test('a schedule has room for what it says in words, once these are there', async () => {
  const schedule = '30 2 * * 1-5';
  const cells = CRONJOB_VIEW.columns.map(({ id }) => (id === 'schedule' ? { schedule, error: null } : null));
  const list = {
    rows: new Map([['a', { ...row('a', ''), cells }]]),
    state: { kind: 'live' } as const,
    matched: 1,
    isAwaited: false,
  };
  const ids = ['schedule'];
  const { result } = renderHook(() => useContentWidths(list, { view: CRONJOB_VIEW, ids, question: 'one' }));
  const words = textWidth('\u2002At 02:30, Monday through Friday');
  await waitFor(() => expect(result.current.get('schedule')).toBe(codeWidth(schedule) + words + 18));
});
