import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { Row } from '@lanthorn/views/row.ts';
import { narrowsFilter } from './narrows-filter.ts';
import { compileFilter } from './row-filter.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 500);

describe('[QY3] what is typed on leaves out more', () => {
  test.each([
    ['', 'a', true],
    ['a', 'ab', true],
    ['a', 'ba', true],
    ['a ', 'a b', true],
    ['a', 'a status:x', true],
    ['status:x a', 'status:x ab', true],
    ['ab', 'a', false],
    ['-a', '-ab', false],
    ['a', '-ab', false],
    ['restarts<1', 'restarts<10', false],
    ['status:x', 'status:xy', false],
    ['a b', 'a', false],
    ['a', '"a', false],
    ['a', 'a status=x', true],
    ['status=x', 'status=x -status=y', true],
    ['status=x', 'status=x status=y', false],
    ['ns=x', 'ns=x namespace=y', false],
    ['label=x', 'label=x label=y', true],
  ])('from “%s” to “%s”: %s', (before, after, expected) => {
    expect(narrowsFilter(before, after)).toBe(expected);
  });

  test('where it is said, no row matches the longer filter alone', () => {
    const word = fc.constantFrom('a', 'ab', 'b', 'ba', '-a', '-ab', 'ns:a', 'restarts>1', 'restarts>10', '"a b"');
    const text = fc.array(word, { maxLength: 3 }).map(words => words.join(' '));
    const name = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 });
    let narrowed = 0;
    fc.assert(
      fc.property(text, text, fc.record({ name, namespace: name, restarts: fc.nat(12) }), (before, after, fields) => {
        if (!narrowsFilter(before, after)) return;
        const [old, now] = [compileFilter(before, POD_VIEW), compileFilter(after, POD_VIEW)];
        if (!old.ok || !now.ok) return;
        const cells = POD_VIEW.columns.map(({ id }) => (id === 'restarts' ? fields.restarts : null));
        const rest = { uid: 'u', createdAt: null, labels: {}, ownerUid: '', owner: null };
        const row = new Row({ ...rest, ...fields, cells });
        if (now.value.matches(row, 0)) expect(old.value.matches(row, 0)).toBe(true);
        narrowed++;
      }),
      { numRuns: RUNS },
    );
    expect(narrowed).toBeGreaterThan(RUNS / 20);
  });
});
