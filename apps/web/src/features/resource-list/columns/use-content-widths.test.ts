import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { textWidth } from '../../../ui/words/text-width.ts';
import { useContentWidths } from './use-content-widths.ts';

const IDS = ['name', 'status', 'restarts'];

function row(name: string, status: string): WireRow {
  const told: Readonly<Record<string, unknown>> = { name, status: { status, tone: 'ok' }, restarts: 1_000_000 };
  const cells = POD_VIEW.columns.map(({ id }) => (told[id] ?? null) as never);
  return { key: name, uid: name, namespace: 'n', name, createdAt: null, ownerUid: '', cells };
}

function show(first: readonly WireRow[]) {
  let shown = new Map<string, WireRow>();
  const props = (rows: readonly WireRow[] | null, question: string) => {
    if (rows !== null) shown = new Map(rows.map(each => [each.key, each]));
    return { list: { rows: shown, state: { kind: 'live' } as const }, question };
  };
  const { result, rerender } = renderHook(
    ({ list, question }) => useContentWidths(list, { view: POD_VIEW, ids: IDS, question }),
    { initialProps: props(first, 'one') },
  );
  return {
    width: (id: string) => result.current.get(id),
    widths: () => result.current,
    /** Null while the rows of the question before are still there. */
    tell: (rows: readonly WireRow[] | null, question = 'one') => rerender(props(rows, question)),
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
