import { render } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { ANSWER_REASONS, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { ERROR_KINDS } from '@lanthorn/protocol/error-kinds.ts';
import { combineStates, type QueryState } from '@lanthorn/query/query-state.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import i18next from 'i18next';
import { lossReason } from '../../data/client/use-fresh-state.ts';
import { EMPTY_LIST } from '../../data/lists/list-store.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { FreshnessBadge, whyText } from '../../ui/status/freshness.tsx';
import { setLanguage } from '../../ui/words/i18n.ts';
import { ListNotice } from './list-notice.tsx';

const view = must(findKindViewAt('pods'), 'there are pods');
/** What has no other name in Chinese: protocols, programs, fields of a file and what is written in it. */
const NAMES =
  /Lanthorn|Kubernetes|CronJob|API|JSON|YAML|PEM|URL|[KM]B|kubeconfig|Pod|base64|Never|IfAvailable|Always|interactiveMode|https?|socks5|[a-z]+(?:-[a-z]+)+|client\.authentication\.k8s\.io|v1(?:beta1)?|apiVersion|host:port|exec|env|as|Config|kind|true|false|namespace|Helm|Secret|RE2|chart|Prometheus|tar|shell|bash|--allow|\bash\b|\bsh\b/g;

/** With values that are Chinese, so that every word of English is one of ours. */
function chinese(code: keyof typeof ERROR_KINDS): Reason {
  const names = [...ERROR_KINDS[code].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return { code, params: Object.fromEntries(names.map(name => [name, '原话'])), message: ERROR_KINDS[code] };
}

const NONE = { since: 1, retryAt: null, isEmpty: true } as const;

/** Every state that can be told with this reason. */
function statesBy(reason: Reason): readonly QueryState[] {
  const stale: QueryState = { kind: 'stale', ...NONE, reason };
  const forbidden: QueryState = { kind: 'forbidden', verb: '', resource: '', reason };
  const other: QueryState = { ...stale, reason: answerReason('listCut', {}) };
  const parts = (...states: readonly QueryState[]) =>
    combineStates(states.map((state, i) => ({ namespace: `空间${i}`, state })));
  return [
    stale,
    { ...stale, isEmpty: false },
    { ...stale, isEmpty: false, everyMs: 30_000 },
    forbidden,
    parts(stale, { kind: 'live' }),
    parts(stale, other),
    parts(forbidden, { ...forbidden, reason: answerReason('serverSays', { detail: '否' }) }),
    parts(forbidden, stale),
  ];
}

function shown(state: QueryState): string {
  const list = { ...EMPTY_LIST, matched: 0, state, retry: () => {} } as unknown as LiveList;
  const search = { search: {}, namespaces: [], setSearch: () => {} } as unknown as ViewState;
  const { container, unmount } = render(
    <>
      <FreshnessBadge state={state} onRetry={() => {}} />
      <ListNotice list={list} state={search} view={view} />
    </>,
  );
  const text = [...container.querySelectorAll('span, h2, p, button, label')].map(element => element.textContent);
  unmount();
  return [...text, whyText(state, i18next.t)].join(' ');
}

const englishIn = (text: string) => text.replaceAll(NAMES, ' ').match(/[A-Za-z]{2,}/g) ?? [];

describe('on the Chinese page', () => {
  beforeAll(() => setLanguage('zh-CN'));
  afterAll(() => setLanguage('en'));

  test('no state of a list says anything in English, whatever the reason', () => {
    const codes = Object.keys(ERROR_KINDS) as (keyof typeof ERROR_KINDS)[];
    expect(codes).toEqual(expect.arrayContaining(Object.keys(ANSWER_REASONS)));
    const states: readonly QueryState[] = [
      { kind: 'live' },
      { kind: 'loading', loaded: 1, total: null },
      { kind: 'loading', loaded: 1, total: 2 },
      ...codes.flatMap(code => statesBy(chinese(code))),
      // Said of everything on the page, whatever the server said of a part.
      ...(['away', 'silent', 'shutOut'] as const).flatMap(why => statesBy(lossReason(why)).slice(0, 2)),
    ];
    const english = states.flatMap(state => englishIn(shown(state)).map(word => `${JSON.stringify(state)}: ${word}`));
    expect(english).toEqual([]);
  });

  test('the words of the API server stay its own', () => {
    const reason = answerReason('serverSays', { detail: 'pods is forbidden' });
    for (const state of statesBy(reason)) {
      expect(shown(state)).toContain('pods is forbidden');
      expect(new Set(englishIn(shown(state)))).toEqual(new Set(['pods', 'is', 'forbidden']));
    }
  });
});
