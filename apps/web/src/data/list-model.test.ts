import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clickRow,
  emptyModel,
  focusedRow,
  focusIndex,
  followRows,
  jumpFocus,
  type ListModel,
  rangeTo,
  type RowWindow,
  stepFocus,
  toggleRow,
  withRange,
} from './list-model.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 500);

interface Row {
  readonly key: string;
}

function windowOf(keys: readonly string[], offset = 0, limit = keys.length): RowWindow<Row> {
  const shown = keys.slice(offset, offset + limit);
  return { offset, keys: shown, rows: new Map(shown.map(key => [key, { key }])), count: keys.length };
}

const ten = Array.from({ length: 10 }, (_, i) => `c${i}`);
const at = (index: number) => ({ key: `c${index}`, index });
const selectedKeys = (model: ListModel<Row>) => [...model.selected.keys()].sort();
const range = (model: ListModel<Row>, rows: RowWindow<Row>, to: { key: string; index: number }) => {
  const result = rangeTo(model, rows, to);
  if (!('model' in result)) throw new Error('the range should be known');
  return result.model;
};

describe('selecting with Shift', () => {
  const rows = windowOf(ten);

  test('tick one, Shift-click another: all between them', () => {
    const ticked = toggleRow<Row>(emptyModel(), { key: 'c2' }, 2);
    expect(selectedKeys(range(ticked, rows, at(6)))).toEqual(['c2', 'c3', 'c4', 'c5', 'c6']);
  });

  test('tick one, go up three, Shift-Space: those four and no other', () => {
    const ticked = toggleRow<Row>(emptyModel(), { key: 'c8' }, 8);
    const moved = [1, 2, 3].reduce<ListModel<Row>>(model => stepFocus(model, rows, -1), ticked);
    expect(selectedKeys(range(moved, rows, at(5)))).toEqual(['c5', 'c6', 'c7', 'c8']);
  });

  test('a second range from the same row takes the place of the first; what was ticked before stays', () => {
    let model = toggleRow<Row>(emptyModel(), { key: 'c0' }, 0);
    model = toggleRow(model, { key: 'c4' }, 4);
    model = range(model, rows, at(8));
    model = range(model, rows, at(5));
    expect(selectedKeys(model)).toEqual(['c0', 'c4', 'c5']);
  });

  test('rows that moved meanwhile: from the object that was ticked, not from its old place', () => {
    const ticked = followRows(toggleRow<Row>(emptyModel(), { key: 'c4' }, 4), windowOf(ten.slice(3)));
    expect(selectedKeys(range(ticked, windowOf(ten.slice(3)), { key: 'c6', index: 3 }))).toEqual(['c4', 'c5', 'c6']);
  });

  test('what is not loaded is asked for, never left out', () => {
    const ticked = toggleRow<Row>(emptyModel(), { key: 'c1' }, 1);
    const result = rangeTo(ticked, windowOf(ten, 5, 5), at(8));
    expect(result).toEqual({ wanted: { from: at(1), to: at(8) } });
  });
});

describe('focus', () => {
  test('stays with its object when rows above it go', () => {
    const model = followRows(clickRow<Row>(emptyModel(), { key: 'c6' }, 6), windowOf(ten.slice(1)));
    expect([focusIndex(model), focusedRow(model, windowOf(ten.slice(1)))?.key]).toEqual([5, 'c6']);
  });

  test('belongs to nobody when its object goes, until a hand moves it to a neighbour', () => {
    const without = windowOf(ten.filter(key => key !== 'c6'));
    const model = followRows(clickRow<Row>(emptyModel(), { key: 'c6' }, 6), without);
    expect([focusIndex(model), focusedRow(model, without)]).toEqual([-1, undefined]);
    expect(focusedRow(stepFocus(model, without, 1), without)?.key).toBe('c7');
    expect(focusedRow(stepFocus(model, without, -1), without)?.key).toBe('c5');
  });

  test('out of the window it stays, and no key acts on what is not seen', () => {
    const away = windowOf(ten, 0, 3);
    const model = followRows(clickRow<Row>(emptyModel(), { key: 'c6' }, 6), away);
    expect([focusIndex(model), focusedRow(model, away)]).toEqual([6, undefined]);
    expect(focusedRow(followRows(model, windowOf(ten)), windowOf(ten))?.key).toBe('c6');
  });

  test('on a row that has not arrived it waits for that row', () => {
    const part = windowOf(ten, 0, 3);
    const model = jumpFocus<Row>(emptyModel(), part, 9);
    expect([focusIndex(model), focusedRow(model, part)]).toEqual([9, undefined]);
    expect(focusedRow(followRows(model, windowOf(ten, 7, 3)), windowOf(ten, 7, 3))?.key).toBe('c9');
  });
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
          model = stepFocus(model, rows, next.by);
          focused = focusedRow(model, rows)?.key ?? null;
        } else if (target !== undefined) {
          if (next.do === 'click') model = clickRow(model, { key: target }, index);
          if (next.do === 'toggle') {
            model = toggleRow(model, { key: target }, index);
            if (!chosen.delete(target)) chosen.add(target);
          }
          if (next.do !== 'range') [focused, anchor, last] = [target, target, []];
          else if (anchor !== null) {
            const result = rangeTo(model, rows, { key: target, index });
            const ends = [keys.indexOf(anchor), index];
            if (ends[0] !== -1) {
              const between = keys.slice(Math.min(...ends), Math.max(...ends) + 1);
              const isKnown = between.every(key => rows.keys.includes(key));
              expect('model' in result).toBe(isKnown);
              const whole =
                'model' in result
                  ? result.model
                  : withRange(
                      model,
                      between.map(key => ({ key })),
                    );
              for (const key of last) chosen.delete(key);
              last = between.filter(key => !chosen.has(key));
              for (const key of last) chosen.add(key);
              model = whole;
            }
          }
        }
        const now = windowOf(keys, offset, 6);
        model = followRows(model, now);
        const row = focusedRow(model, now);
        if (row !== undefined && focused !== null && next.do !== 'step') expect(row.key).toBe(focused);
        if (row !== undefined && focused === null) focused = row.key;
        if (model.focus !== null && model.focus.key === null && !model.focus.isAwaited) focused = null;
        expect([...model.selected.keys()].sort()).toEqual([...chosen].sort());
      }
    }),
    { numRuns: RUNS },
  );
});
