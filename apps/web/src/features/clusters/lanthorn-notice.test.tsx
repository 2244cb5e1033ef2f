import { act, render, renderHook, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ConnectionState } from '../../data/connection/connection.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
import { LanthornNotice, useIsLost } from './lanthorn-notice.tsx';
import { useClusterTrouble } from './use-cluster-trouble.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  vi.useRealTimers();
  await setLanguage('en');
});

const CLUSTERS = { clusters: [{ name: 'c', problem: null }], problems: [] } as unknown as ClustersAnswer;

/** What the page says of a cluster and of Lanthorn. `ask` answers for the cluster's health. */
function show(ask: () => Promise<unknown>) {
  const listeners = new Set<() => void>();
  const connection = {
    state: { kind: 'open' } as ConnectionState,
    onState: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const Screen = () => {
    const trouble = useClusterTrouble(CLUSTERS, 'c');
    const isLost = useIsLost();
    return (
      <>
        <LanthornNotice />
        <p data-testid="cluster">{isLost || trouble === null ? '' : trouble.kind}</p>
      </>
    );
  };
  render(
    <ClientContext value={{ connection, api: { health: ask } } as unknown as Client}>
      <Screen />
    </ClientContext>,
  );
  return async (state: ConnectionState, ms: number) => {
    connection.state = state;
    act(() => listeners.forEach(listener => listener()));
    await act(() => vi.advanceTimersByTimeAsync(ms));
    return [screen.queryByTestId('lanthorn-notice')?.textContent ?? '', screen.getByTestId('cluster').textContent];
  };
}

const lost = (why: 'away' | 'silent' | 'shutOut') => ({ kind: 'lost', since: 0, retryAt: 0, why }) as const;

test('on the screen of a cluster that does not answer it is said when Lanthorn does not, and the cluster is asked for again after', async () => {
  let isUp = true;
  const goOn = show(() =>
    isUp ? Promise.resolve({ trouble: 'unreachable', problem: null }) : Promise.reject(new Error()),
  );
  expect(await goOn({ kind: 'open' }, 100)).toEqual(['', 'unreachable']);
  isUp = false;
  expect(await goOn(lost('away'), 500)).toEqual(['', 'unreachable']);
  const [said, ofCluster] = await goOn(lost('away'), 12_000);
  expect([said, ofCluster]).toEqual(['Lanthorn’s own server cannot be reached. Is it still running?', '']);
  isUp = true;
  expect(await goOn({ kind: 'open' }, 6_000)).toEqual(['', 'unreachable']);
});

test('why Lanthorn does not answer is said in the language of the page', async () => {
  const goOn = show(() => new Promise(() => {}));
  const said = new Set<string | null>();
  for (const language of ['en', 'zh-CN'] as const)
    for (const why of ['away', 'silent', 'shutOut'] as const) {
      await setLanguage(language);
      const [text = ''] = await goOn(lost(why), 2_000);
      expect(text).toMatch(language === 'en' ? /^[^\u4e00-\u9fff]+$/ : /[\u4e00-\u9fff]{4}/);
      said.add(text);
    }
  expect(said.size).toBe(6);
});

test('the screen of a cluster that has answered stays when it goes away; one that is chosen anew is asked', async () => {
  let trouble: string | null = null;
  let asked = 0;
  const client = {
    api: { health: () => Promise.resolve({ trouble, problem: null }).finally(() => asked++) },
  } as unknown as Client;
  // A new answer of which clusters there are comes with each new socket.
  const clusters = () =>
    ({ clusters: ['c', 'd'].map(name => ({ name, problem: null })), problems: [] }) as unknown as ClustersAnswer;
  const { result, rerender } = renderHook(
    (props: { readonly name: string; readonly answer: ClustersAnswer }) => useClusterTrouble(props.answer, props.name),
    {
      initialProps: { name: 'c', answer: clusters() },
      wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
    },
  );
  const settle = () => act(() => vi.advanceTimersByTimeAsync(100));
  await settle();
  expect([result.current, asked]).toEqual([null, 1]);
  trouble = 'unreachable';
  rerender({ name: 'c', answer: clusters() });
  await settle();
  expect([result.current, asked]).toEqual([null, 1]);
  rerender({ name: 'd', answer: clusters() });
  await settle();
  expect(result.current?.kind).toBe('unreachable');
  rerender({ name: 'c', answer: clusters() });
  await settle();
  expect(result.current?.kind).toBe('unreachable');
});
