import { act, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { CUSTOM_RESOURCE_DEFINITION_VIEW } from '@lanthorn/views/kinds/apiextensions.k8s.io/customresourcedefinitions.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { DefinedObjects, NamespaceContents, NodeContents } from './delete-contents.tsx';

const custom = (plural: string, kind: string, fields = {}) => ({
  ...{
    group: 'example.com',
    version: 'v1',
    resource: plural,
    kind,
    isNamespaced: true,
    isListed: true,
    shortNames: [],
  },
  ...fields,
});
const SERVED: KindsAnswer = {
  kinds: [
    { ...custom('events', 'Event'), group: 'events.k8s.io' },
    custom('widgets', 'Widget'),
    custom('zones', 'Zone', { isNamespaced: false }),
    custom('reviews', 'Review', { isListed: false }),
  ],
  unanswered: [],
};

function show(what: 'namespace' | 'definition', counts: Record<string, number | null>, served: KindsAnswer | null) {
  const asked: { namespace: string | undefined; kinds: readonly string[] }[] = [];
  const client = {
    api: {
      counts: async (_cluster: string, namespace: string | undefined, kinds: readonly string[]) => {
        asked.push({ namespace, kinds });
        return { counts: Object.fromEntries(kinds.map(kind => [kind, counts[kind] ?? null])) };
      },
    },
    kinds: { of: () => (served === null ? new Promise(() => {}) : Promise.resolve(served)) },
  };
  const Contents = what === 'namespace' ? NamespaceContents : DefinedObjects;
  const { resource } = what === 'namespace' ? NAMESPACE_VIEW : CUSTOM_RESOURCE_DEFINITION_VIEW;
  const name = what === 'namespace' ? 'shop' : 'widgets.example.com';
  render(
    <ClientContext value={client as unknown as Client}>
      <Contents target={{ cluster: 'k', resource, namespace: '', name, uid: 'u' }} />
    </ClientContext>,
  );
  return asked;
}

test('objects of custom kinds go with a namespace, and are counted; those of the cluster and the same events twice are not', async () => {
  const asked = show('namespace', { pods: 3, 'widgets.v1.example.com': 1200 }, SERVED);
  expect(await screen.findByText(/Pods 3, Widget 1,200\./)).toBeDefined();
  const others = asked.flatMap(({ kinds }) => kinds).filter(kind => kind.includes('.v1.'));
  expect(new Set(others)).toEqual(new Set(['widgets.v1.example.com']));
  expect(screen.queryByText(/they are not counted/)).toBeNull();
});

test('kinds of a group that does not answer are named as not known', async () => {
  show('namespace', { pods: 3 }, { ...SERVED, unanswered: ['metrics.k8s.io/v1beta1'] });
  expect(await screen.findByText(/Not known how many: .*Widget, metrics\.k8s\.io\/v1beta1\./)).toBeDefined();
});

test('until the kinds of the cluster are known it is said that others go too', async () => {
  show('namespace', { pods: 3 }, null);
  expect(await screen.findByText(/Objects of other kinds in it go too; they are not counted\./)).toBeDefined();
});

test('hundreds of kinds are asked for in requests that have room for them', async () => {
  const kinds = Array.from({ length: 250 }, (_, i) => custom(`widgets${i}`, `Widget${i}`));
  const asked = show('namespace', { 'widgets249.v1.example.com': 5 }, { kinds, unanswered: [] });
  expect(await screen.findByText(/Widget249 5\./)).toBeDefined();
  expect(Math.max(...asked.map(({ kinds: part }) => part.length))).toBe(100);
});

test.each([
  [1, /1 object of the kind Widget goes with it\./],
  [1200, /1,200 objects of the kind Widget go with it\./],
  [null, /Not known how many: Widget\./],
])('of a definition with %j objects it is said how many go', async (count, words) => {
  const asked = show('definition', { 'widgets.v1.example.com': count }, SERVED);
  expect(await screen.findByText(words)).toBeDefined();
  expect(asked.at(-1)).toEqual({ namespace: undefined, kinds: ['widgets.v1.example.com'] });
});

test('of a definition that is not served it is not known what goes', async () => {
  show('definition', {}, { kinds: [], unanswered: [] });
  expect(await screen.findByText(/Not known how many: widgets\.example\.com\./)).toBeDefined();
});

test('how many pods a node has is said once all are known; of pods that were never reached it is not none', () => {
  let tell = (_frame: object) => {};
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (_query: object, onFrame: typeof tell) => {
      tell = onFrame;
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  render(
    <ClientContext value={{ connection } as unknown as Client}>
      <NodeContents target={{ cluster: 'k', resource: NODE_VIEW.resource, namespace: '', name: 'n1', uid: 'u' }} />
    </ClientContext>,
  );
  const told = (matched: number, state: object) => {
    act(() => tell({ type: 'list', id: 1, offset: 0, keys: [], rows: [], matched, state }));
    return screen.queryByTestId('contents')?.textContent;
  };
  expect(told(0, { kind: 'loading', loaded: 0, total: null })).toBeUndefined();
  expect(told(0, { kind: 'stale', isEmpty: true })).toBe('Not known how many: Pods.');
  expect(told(12, { kind: 'live' })).toBe('12 pods are on n1.');
});
