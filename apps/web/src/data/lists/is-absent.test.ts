import { expect, test } from 'vitest';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { CERTIFICATE_VIEW } from '@lanthorn/views/kinds/cert-manager.io/certificates.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { isAbsent } from './is-absent.ts';

const NONE = answerReason('notServed', { resource: 'certificates.cert-manager.io', detail: '404' });
const stale = (reason: Reason, isEmpty = true): QueryState => ({
  ...{ kind: 'stale', since: 1, reason, isEmpty },
  retryAt: 31_000,
});

test('a kind that this cluster does not have is absent, also while it is asked for again', () => {
  expect(isAbsent(CERTIFICATE_VIEW, stale(NONE))).toBe(true);
});

test.each([
  ['a kind that every cluster has', POD_VIEW, stale(NONE)],
  ['one that was there', CERTIFICATE_VIEW, stale(NONE, false)],
  ['one that is not reached', CERTIFICATE_VIEW, stale(answerReason('serverSays', { detail: 'no' }))],
  ['one that is on its way', CERTIFICATE_VIEW, { kind: 'loading', loaded: 0, total: null } as const],
])('%s is not', (_, view, state) => {
  expect(isAbsent(view, state)).toBe(false);
});
