import { expect, test } from 'vitest';
import { allValues } from './release-values.ts';

const DEFAULTS = { replicas: 1, image: { repository: 'web', tag: '1' }, extra: { a: 1 } };

test.each([
  ['what was not given is the chart’s', {}, DEFAULTS],
  ['tables are joined', { image: { tag: '2' } }, { ...DEFAULTS, image: { repository: 'web', tag: '2' } }],
  ['null takes away', { extra: null, image: { tag: null } }, { replicas: 1, image: { repository: 'web' } }],
  ['null that takes nothing away stays', { more: null }, { ...DEFAULTS, more: null }],
  [
    'what was given as something else stays',
    { image: 'x', replicas: { a: 1 } },
    { image: 'x', replicas: { a: 1 }, extra: { a: 1 } },
  ],
  ['lists are not joined', { extra: [1] }, { ...DEFAULTS, extra: [1] }],
])('%s', (_, given, all) => {
  expect(allValues(given, DEFAULTS)).toEqual(all);
});

test('a key that every object inherits is a key like others', () => {
  const given = JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>;
  const all = allValues(given, { b: 2 });
  expect(Object.keys(all)).toEqual(['__proto__', 'b']);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});
