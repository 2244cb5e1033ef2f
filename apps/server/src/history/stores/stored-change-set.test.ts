import { expect, test } from 'vitest';
import { changeStep } from '../test-records.ts';
import { asChangeSet } from './stored-change-set.ts';

test('a set of a version that kept one operation of each step, and not who did it, is read', () => {
  const { request } = changeStep('a');
  const run = { id: 'r', goal: 'apply', state: 'running', step: 's', isWaiting: false, halt: null, why: '' };
  const steps = [
    { request, state: 'sent', operation: 'o' },
    { request, state: 'waiting', operation: null },
  ];
  expect(asChangeSet({ steps, run })).toEqual({
    steps: [
      { request, state: 'sent', operations: ['o'] },
      { request, state: 'waiting', operations: [] },
    ],
    run: { ...run, by: '' },
  });
  expect(asChangeSet({ steps: [{ request, state: 'sent', operations: [1] }], run: null })).toBeNull();
});
