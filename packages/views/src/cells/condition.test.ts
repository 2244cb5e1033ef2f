import { describe, expect, test } from 'vitest';
import { readConditions } from './condition.ts';

const of = (type: string, status: string, reason = '') =>
  readConditions({ status: { conditions: [{ type, status, reason }] } })[0]?.tone;

describe('how good it is that a condition is so', () => {
  test.each([
    ['Ready', 'True', 'ok'],
    ['Ready', 'False', 'bad'],
    ['Ready', 'Unknown', 'warning'],
    ['Available', 'False', 'bad'],
    ['Complete', 'True', 'ok'],
    ['MemoryPressure', 'False', 'muted'],
    ['MemoryPressure', 'True', 'bad'],
    ['NetworkUnavailable', 'True', 'bad'],
    ['ReplicaFailure', 'True', 'bad'],
    ['Failed', 'True', 'bad'],
    ['Failed', 'False', 'muted'],
    ['FailureTarget', 'True', 'bad'],
    ['Stalled', 'True', 'bad'],
    ['Suspended', 'True', 'muted'],
    ['Reconciling', 'True', 'muted'],
    ['SomethingOfOthers', 'True', 'ok'],
  ])('%s=%s is %s', (type, status, tone) => {
    expect(of(type, status)).toBe(tone);
  });

  test('a pod whose work is done is not ready, and that is no trouble', () => {
    expect(of('Ready', 'False', 'PodCompleted')).toBe('muted');
  });
});

test('the worst come first, the others stay in their order; what is no condition is left out', () => {
  const conditions = [
    { type: 'Initialized', status: 'True' },
    { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-02T03:04:05Z' },
    { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'app' },
    7,
    null,
    {},
  ];
  const read = readConditions({ status: { conditions } });
  expect(read.map(({ type }) => type)).toEqual(['Ready', 'Initialized', 'PodScheduled']);
  expect(read[0]).toMatchObject({ reason: 'ContainersNotReady', message: 'app', since: null });
  expect(read[2]?.since).toBe(Date.parse('2026-01-02T03:04:05Z'));
});

test('among equals what sums up the others comes first; one without a status is not known', () => {
  const conditions = [
    { type: 'ContainersReady', status: 'Unknown' },
    { type: 'Ready', status: 'Unknown' },
    { type: 'Synced' },
  ];
  expect(readConditions({ status: { conditions } }).map(({ type, status, tone }) => [type, status, tone])).toEqual([
    ['Ready', 'Unknown', 'warning'],
    ['ContainersReady', 'Unknown', 'warning'],
    ['Synced', 'Unknown', 'warning'],
  ]);
});

test.each([undefined, null, 7, 'x', [], { status: 7 }, { status: { conditions: {} } }])('%j has none', object => {
  expect(readConditions(object)).toEqual([]);
});
