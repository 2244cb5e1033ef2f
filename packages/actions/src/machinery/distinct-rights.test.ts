import { expect, test } from 'vitest';
import { distinctRights } from './distinct-rights.ts';

const right = (name: string, namespace = 'n') => ({ verb: 'patch', group: 'batch', resource: 'jobs', namespace, name });
const rights = (count: number) => Array.from({ length: count }, (_, i) => right(`j${i}`));

test('each right is asked for once; of more than twenty objects the right on all of a namespace', () => {
  expect(distinctRights([right('a'), right('b'), right('a')])).toEqual([right('a'), right('b')]);
  expect(distinctRights(rights(20))).toEqual(rights(20));
  expect(distinctRights([...rights(20), right('x', 'other')])).toEqual([right(''), right('', 'other')]);
});
