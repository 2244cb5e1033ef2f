import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  awaitFirst,
  clickRow,
  emptyModel,
  focusedRow,
  focusIndex,
  followRows,
  forgetRows,
  jumpFocus,
  type ListModel,
  loseRows,
  rangeTo,
  type RowWindow,
  selectRows,
  stepFocus,
  takeAnswer,
  toggleRow,
} from './list-model.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 500);

interface Row {
  readonly key: string;
  readonly uid: string;
}

const rowOf = (key: string): Row => ({ key, uid: `uid of ${key}` });

function windowOf(keys: readonly string[], offset = 0, limit = keys.length): RowWindow<Row> {
  const shown = keys.slice(offset, offset + limit);
  const rows = new Map(shown.map(key => [key, rowOf(key)]));
  return { offset, keys: shown, rows, count: keys.length, filter: '', isComplete: true };
}

const ten = Array.from({ length: 10 }, (_, i) => `c${i}`);
const at = (index: number) => ({ row: rowOf(`c${index}`), index });
const plain = (by: number) => ({ by, isExtending: false });
const selectedKeys = (model: ListModel<Row>) => [...model.selected.keys()].sort();
const range = rangeTo<Row>;

describe('selecting with Shift', () => {
  const rows = windowOf(ten);

  test('tick one, Shift-click another: all between them', () => {
    const ticked = toggleRow<Row>(emptyModel(), rowOf('c2'), 2);
    expect(selectedKeys(range(ticked, rows, at(6)))).toEqual(['c2', 'c3', 'c4', 'c5', 'c6']);
  });

  test('tick one, go up three, Shift-Space: those four and no other', () => {
    const ticked = toggleRow<Row>(emptyModel(), rowOf('c8'), 8);
    const moved = [1, 2, 3].reduce<ListModel<Row>>(model => stepFocus(model, rows, plain(-1)), ticked);
    expect(selectedKeys(range(moved, rows, at(5)))).toEqual(['c5', 'c6', 'c7', 'c8']);
  });

  test('a second range from the same row takes the place of the first; what was ticked before stays', () => {
    let model = toggleRow<Row>(emptyModel(), rowOf('c0'), 0);
    model = toggleRow(model, rowOf('c4'), 4);
    model = range(model, rows, at(8));
    model = range(model, rows, at(5));
    expect(selectedKeys(model)).toEqual(['c0', 'c4', 'c5']);
  });

  test('rows that moved meanwhile: from the object that was ticked, not from its old place', () => {
    const ticked = followRows(toggleRow<Row>(emptyModel(), rowOf('c4'), 4), windowOf(ten.slice(3)));
    expect(selectedKeys(range(ticked, windowOf(ten.slice(3)), { row: rowOf('c6'), index: 3 }))).toEqual([
      'c4',
      'c5',
      'c6',
    ]);
  });

  test('what is not loaded is asked for, never left out', () => {
    const ticked = toggleRow<Row>(emptyModel(), rowOf('c1'), 1);
    const asking = rangeTo(ticked, windowOf(ten, 5, 5), at(8));
    expect([asking.wanted, selectedKeys(asking)]).toEqual([{ kind: 'range', from: 'c1', to: 'c8' }, ['c1']]);
  });
});

describe('what was asked for', () => {
  const away = windowOf(ten, 5, 5);
  const asking = rangeTo(toggleRow<Row>(emptyModel(), rowOf('c1'), 1), away, at(8));
  const { wanted } = asking;
  if (wanted === null) throw new Error('the range should be asked for');
  const answer = ten.slice(1, 9).map(rowOf);

  test('is taken when it comes, also after the focus went on', () => {
    const on = jumpFocus(asking, away, { to: 6, isExtending: false });
    expect(selectedKeys(takeAnswer(on, wanted, answer))).toEqual(ten.slice(1, 9));
  });

  test('is dropped when something else was chosen meanwhile', () => {
    const other = toggleRow(asking, rowOf('c9'), 9);
    expect(selectedKeys(takeAnswer(other, wanted, answer))).toEqual(['c1', 'c9']);
  });

  test('and refused selects nothing; the next range begins where this one was to end', () => {
    const refused = takeAnswer(asking, wanted, null);
    expect(selectedKeys(refused)).toEqual(['c1']);
    expect(selectedKeys(range(refused, away, at(6)))).toEqual(['c1', 'c6', 'c7', 'c8']);
  });
});

test('an object that took the name of another has neither its tick nor its focus', () => {
  const before = windowOf(ten);
  const model = toggleRow(toggleRow<Row>(emptyModel(), rowOf('c1'), 1), rowOf('c2'), 2);
  const rows = { ...before, rows: new Map([...before.rows, ['c2', { key: 'c2', uid: 'another' }]]) };
  const after = followRows(model, rows);
  expect([selectedKeys(after), focusedRow(after, rows), focusIndex(after, rows)]).toEqual([['c1'], undefined, -1]);
});

describe('focus', () => {
  test('stays with its object when rows above it go', () => {
    const model = followRows(clickRow<Row>(emptyModel(), rowOf('c6'), 6), windowOf(ten.slice(1)));
    expect([focusIndex(model, windowOf(ten.slice(1))), focusedRow(model, windowOf(ten.slice(1)))?.key]).toEqual([
      5,
      'c6',
    ]);
  });

  test('belongs to nobody when its object goes, until a hand moves it to a neighbour', () => {
    const without = windowOf(ten.filter(key => key !== 'c6'));
    const model = followRows(clickRow<Row>(emptyModel(), rowOf('c6'), 6), without);
    expect([focusIndex(model, without), focusedRow(model, without)]).toEqual([-1, undefined]);
    expect(focusedRow(stepFocus(model, without, plain(1)), without)?.key).toBe('c7');
    expect(focusedRow(stepFocus(model, without, plain(-1)), without)?.key).toBe('c5');
  });

  test('out of the window it stays, and no key acts on what is not seen', () => {
    const away = windowOf(ten, 0, 3);
    const model = followRows(clickRow<Row>(emptyModel(), rowOf('c6'), 6), away);
    expect([focusIndex(model, away), focusedRow(model, away)]).toEqual([6, undefined]);
    expect(focusedRow(followRows(model, windowOf(ten)), windowOf(ten))?.key).toBe('c6');
  });

  test('on a row that has not arrived it waits for that row', () => {
    const part = windowOf(ten, 0, 3);
    const model = jumpFocus<Row>(emptyModel(), part, { to: 9, isExtending: false });
    expect([focusIndex(model, part), focusedRow(model, part)]).toEqual([9, undefined]);
    expect(focusedRow(followRows(model, windowOf(ten, 7, 3)), windowOf(ten, 7, 3))?.key).toBe('c9');
  });
});

test('the first row of a new filter is the focus when the list of that filter is there, not before', () => {
  const old = windowOf(ten);
  const waiting = awaitFirst(clickRow<Row>(emptyModel(), rowOf('c3'), 3), 'c7');
  const still = followRows(waiting, old);
  expect([focusedRow(still, old), focusIndex(still, old)]).toEqual([undefined, -1]);
  const found = { ...windowOf(['c7']), filter: 'c7' };
  expect(focusedRow(followRows(still, found), found)?.key).toBe('c7');
});

type Step =
  | { readonly do: 'click' | 'toggle' | 'range'; readonly at: number }
  | { readonly do: 'step'; readonly by: number }
  | { readonly do: 'remove' | 'insert' | 'scroll'; readonly at: number };

const place = fc.nat(14);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('click' as const, 'toggle' as const, 'range' as const), at: place }),
  fc.record({ do: fc.constant('step' as const), by: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ do: fc.constantFrom('remove' as const, 'insert' as const, 'scroll' as const), at: place }),
);

test('under any changes keys act on the object that was focused, and a range is what stands between two objects', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      let keys = Array.from({ length: 12 }, (_, i) => `k${i}`);
      let offset = 0;
      let fresh = 12;
      let model: ListModel<Row> = emptyModel();
      // The oracle: names only.
      let focused: string | null = null;
      let anchor: string | null = null;
      let isTicked = false;
      const chosen = new Set<string>();
      let last: string[] = [];
      for (const next of steps) {
        const rows = windowOf(keys, offset, 6);
        const target = 'at' in next ? rows.keys[next.at % Math.max(1, rows.keys.length)] : undefined;
        const index = target === undefined ? -1 : keys.indexOf(target);
        if (next.do === 'remove') keys = keys.filter((_key, i) => i !== next.at % keys.length || keys.length < 4);
        else if (next.do === 'insert') keys = keys.toSpliced(next.at % keys.length, 0, `k${fresh++}`);
        else if (next.do === 'scroll') offset = next.at % Math.max(1, keys.length - 5);
        else if (next.do === 'step') {
          model = stepFocus(model, rows, plain(next.by));
          focused = model.focus?.kind === 'on' ? model.focus.key : null;
          if (!isTicked) [anchor, last] = [null, []];
        } else if (target !== undefined && next.do !== 'range') {
          isTicked = next.do === 'toggle';
          model = (isTicked ? toggleRow : clickRow)(model, rowOf(target), index);
          if (isTicked && !chosen.delete(target)) chosen.add(target);
          [focused, anchor, last] = [target, target, []];
        } else if (target !== undefined) {
          const begin: string = anchor ?? focused ?? target;
          const ends = [keys.indexOf(begin), index];
          const between = keys.slice(Math.min(...ends), Math.max(...ends) + 1);
          const isThere = keys.includes(begin);
          model = rangeTo(model, rows, { row: rowOf(target), index });
          expect(model.wanted === null).toBe(isThere && between.every(key => rows.keys.includes(key)));
          if (model.wanted !== null) model = takeAnswer(model, model.wanted, isThere ? between.map(rowOf) : null);
          [focused, anchor] = [target, isThere ? begin : target];
          isTicked &&= isThere;
          if (isThere) for (const key of last) chosen.delete(key);
          last = isThere ? between.filter(key => !chosen.has(key)) : [];
          for (const key of last) chosen.add(key);
        }
        const now = windowOf(keys, offset, 6);
        model = followRows(model, now);
        const row = focusedRow(model, now);
        if (row !== undefined && focused !== null && next.do !== 'step') expect(row.key).toBe(focused);
        if (row !== undefined && focused === null) focused = row.key;
        if (model.focus?.kind === 'gone') focused = null;
        expect([...model.selected.keys()].sort()).toEqual([...chosen].sort());
      }
    }),
    { numRuns: RUNS },
  );
});

describe('what was selected and is no more', () => {
  const two = toggleRow<Row>(toggleRow<Row>(emptyModel(), rowOf('c1'), 1), rowOf('c2'), 2);
  const told = (model: ListModel<Row>) => [selectedKeys(model), [...model.gone.keys()]];

  test('is counted as gone, on the screen or not, until another selection begins', () => {
    const lost = loseRows(two, new Set(['uid of c2', 'uid of nobody']));
    expect(told(lost)).toEqual([['c1'], ['uid of c2']]);
    expect(loseRows(lost, new Set(['uid of c2']))).toBe(lost);
    expect(told(toggleRow(lost, rowOf('c5'), 5))).toEqual([['c1', 'c5'], ['uid of c2']]);
    expect(told(toggleRow(lost, rowOf('c1'), 1))).toEqual([[], []]);
    expect(told(selectRows(lost, [rowOf('c3')]))).toEqual([['c3'], []]);
  });

  test('is gone as well where another object has its name', () => {
    const rows = windowOf(['c1', 'c2']);
    const others = new Map([...rows.rows].map(([key, row]) => [key, key === 'c1' ? { ...row, uid: 'another' } : row]));
    expect(told(followRows(two, { ...rows, rows: others }))).toEqual([['c2'], ['uid of c1']]);
  });

  test('is no news to whoever deleted it', () => {
    const lost = loseRows(two, new Set(['uid of c2']));
    expect(told(forgetRows(lost, ({ uid }) => uid === 'uid of c2'))).toEqual([['c1'], []]);
  });
});
