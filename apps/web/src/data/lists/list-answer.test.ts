import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { describe, expect, test } from 'vitest';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { listAnswer } from './list-answer.ts';

const stale = (change: object): QueryState => ({
  kind: 'stale',
  since: 7,
  reason: answerReason('serverSays', { detail: 'reset' }),
  retryAt: null,
  isEmpty: false,
  ...change,
});
const forbidden: QueryState = {
  kind: 'forbidden',
  verb: 'list',
  resource: 'jobs',
  reason: answerReason('serverSays', { detail: 'no' }),
};

describe('an empty list is "none" only where it was told whole', () => {
  test.each<[string, QueryState, number | null, object]>([
    ['live', { kind: 'live' }, 0, { kind: 'told', until: null }],
    ['live, its rows not yet in order', { kind: 'live' }, null, { kind: 'loading' }],
    ['loading, with what has arrived by then', { kind: 'loading', loaded: 0, total: null }, 0, { kind: 'loading' }],
    ['it may not be listed', forbidden, 0, { kind: 'unknown' }],
    ['never reached', stale({ isEmpty: true }), 0, { kind: 'unknown' }],
    ['told once, out of reach since', stale({}), 0, { kind: 'told', until: 7 }],
    ['a namespace is missing', { kind: 'partial', missing: ['a'], inner: { kind: 'live' } }, 0, { kind: 'unknown' }],
  ])('%s', (_what, state, matched, expected) => {
    expect(listAnswer({ state, matched })).toEqual(expected);
  });
});
