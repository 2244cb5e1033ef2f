import { expect, test } from 'vitest';
import { choicesOf, decidedParams } from './decided-params.ts';

const choices = { 'spec.replicas': 'mine' } as const;

test('what can clash is decided, and the rest stays; what was decided can be read again', () => {
  const bounds = { min: 1, max: 3 };
  const edit = { base: { metadata: {} }, mine: { metadata: {} }, choices: { a: 'live' } } as const;
  for (const params of [{ scale: { replicas: 2 } }, { bounds }, { edit }, { resize: { containers: [] } }]) {
    const decided = decidedParams({ ...params, grace: { seconds: 1 } }, choices);
    expect([choicesOf(decided), decided.grace]).toEqual([choices, { seconds: 1 }]);
  }
  expect(choicesOf({ edit })).toEqual({ a: 'live' });
  expect([decidedParams({ grace: { seconds: 1 } }, choices), choicesOf({})]).toEqual([{ grace: { seconds: 1 } }, {}]);
});
