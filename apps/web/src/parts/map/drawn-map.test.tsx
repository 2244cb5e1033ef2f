import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { EMPTY_LIST } from '../../data/lists/list-store.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { DrawnMap } from './drawn-map.tsx';

const layout = vi.hoisted(() => ({ warm: vi.fn() }));
vi.mock('./map-layout.ts', () => ({ NODE_WIDTH: 100, NODE_HEIGHT: 40, warmLayout: layout.warm }));
vi.mock('@tanstack/react-router', () => ({ Link: () => null, useNavigate: () => () => {} }));

const FORBIDDEN = {
  kind: 'forbidden',
  verb: 'list',
  resource: 'jobs',
  reason: { code: 'serverSays', params: { detail: 'no' }, message: 'no' },
} as const;

test('a kind that is in two groups is told of once, and what is in both is counted once', async () => {
  const list = (names: readonly string[], matched: number) => {
    const rows = new Map(names.map(name => [name, { key: name } as WireRow]));
    return { view: POD_VIEW, list: { ...EMPTY_LIST, rows, matched } };
  };
  const cut = [list(['a', 'b'], 5), list(['b', 'c'], 4)];
  render(
    <WordsProvider>
      <DrawnMap
        cluster="c"
        told={{ isLoading: false, cut, unread: [] }}
        graph={{ nodes: [], edges: [], alone: 0 }}
        selected="x"
      />
    </WordsProvider>,
  );
  expect((await screen.findAllByText(/are shown/)).map(note => note.textContent)).toEqual(['3 of 8 Pods are shown.']);
});

test('a kind without a record that is not read is called as it calls itself, not as another one', async () => {
  const view = { ...POD_VIEW, resource: { group: 'batch.volcano.sh', version: 'v1', resource: 'jobs' }, kind: 'Job' };
  const unread = [{ view, list: { ...EMPTY_LIST, state: FORBIDDEN } }];
  render(
    <WordsProvider>
      <DrawnMap
        cluster="c"
        told={{ isLoading: false, cut: [], unread }}
        graph={{ nodes: [], edges: [], alone: 0 }}
        selected="x"
      />
    </WordsProvider>,
  );
  await screen.findByText(/^Job: /);
});

test('what arranges is loaded ahead while the objects are read, not where all are here', () => {
  layout.warm.mockReset();
  const map = (isLoading: boolean, isList: boolean) => (
    <WordsProvider>
      <DrawnMap
        cluster="c"
        told={{ isLoading, cut: [], unread: [] }}
        graph={{ nodes: [], edges: [], alone: 0 }}
        selected={null}
        isList={isList}
      />
    </WordsProvider>
  );
  const { rerender } = render(map(false, true));
  rerender(map(false, false));
  expect(layout.warm).not.toHaveBeenCalled();
  rerender(map(true, true));
  rerender(map(true, false));
  rerender(map(false, false));
  expect(layout.warm).toHaveBeenCalledTimes(1);
});
