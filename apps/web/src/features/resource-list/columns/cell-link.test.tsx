import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { projectRow } from '@lanthorn/views/row.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { VirtualGrid } from '../../../ui/grid/virtual-grid.tsx';

import { defaultColumns } from './use-kept-columns.ts';
import { useListColumns } from './use-list-columns.tsx';

const went: string[] = [];
const opened: string[] = [];
vi.mock('@tanstack/react-router', () => ({
  useNavigate:
    () =>
    ({ params }: { params: object }) =>
      void went.push(Object.values(params).join('/')),
}));
beforeEach(() => {
  for (const size of ['offsetHeight', 'offsetWidth', 'clientHeight'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(560);
  went.splice(0);
  opened.splice(0);
});

function Grid({ view, row }: { readonly view: KindView; readonly row: WireRow }) {
  const [focused, setFocused] = useState(0);
  const columns = useListColumns(view, 'c', { ids: defaultColumns(view), widths: {} });
  const open = (name: string) => (_row: WireRow, _index: number, how: string) => void opened.push(`${name} ${how}`);
  return (
    <VirtualGrid
      label="rows"
      columns={columns}
      beyond={null}
      count={1}
      rowAt={() => row}
      keyOf={({ key }) => key}
      nameOf={({ name }) => name}
      noteOf={() => null}
      sort={[]}
      selected={new Map()}
      focused={focused}
      moves={0}
      isAtTop
      opened={null}
      moved={null}
      start={0}
      onLeave={() => {}}
      onStep={() => setFocused(0)}
      onJump={() => {}}
      onRange={() => {}}
      onSort={() => {}}
      onResize={() => {}}
      onMove={() => {}}
      groupOf={() => null}
      isGrouped={false}
      onFold={() => {}}
      onSelect={() => {}}
      onSelectAll={() => {}}
      onOpen={open(row.name)}
      onMenu={() => {}}
      onRowKey={() => false}
      onHold={() => {}}
    />
  );
}

function show(view: KindView, object: object): void {
  const { owner, ...rest } = projectRow(view, object, { now: 0, shared: new SharedParts(), hasRelations: false });
  const row = owner === null ? rest : { ...rest, owner };
  render(
    <ClientContext value={{ preferences: testPreferences() } as unknown as Client}>
      <WordsProvider>
        <Grid view={view} row={row} />
      </WordsProvider>
    </ClientContext>,
  );
}

const links = () => screen.getAllByRole('link').map(link => link.getAttribute('href'));
const POD = {
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    uid: 'u',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'o', controller: true }],
  },
  spec: { nodeName: 'node-a' },
};

test('namespace, node and owner of a pod lead to their pages; a press on them is none on the row', async () => {
  show(POD_VIEW, POD);
  expect(links()).toContain('/c/c/namespaces/-/shop');
  expect(links()).toContain('/c/c/nodes/-/node-a');
  await userEvent.click(screen.getByText('node-a'));
  fireEvent.doubleClick(screen.getByText('node-a'));
  expect([went, opened]).toEqual([['c/nodes/-/node-a'], []]);
  await userEvent.click(screen.getByText('web-1'));
  expect(opened).toEqual(['web-1 panel']);
});

test('with Ctrl or another button a link is the browser’s, for a tab of its own', () => {
  show(POD_VIEW, POD);
  const link = screen.getByText('node-a');
  for (const how of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }])
    expect(fireEvent.click(link, how)).toBe(true);
  expect([went, opened]).toEqual([[], []]);
  expect(fireEvent.click(link)).toBe(false);
});

test('by the keys the cell is read, and Enter follows it; the row as a whole opens as ever', async () => {
  show(POD_VIEW, POD);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Enter}');
  expect(opened).toEqual(['web-1 page']);
  await userEvent.keyboard('{ArrowRight}{Enter}');
  // Its name names itself.
  expect([went, opened.length]).toEqual([[], 2]);
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect([went, opened.length]).toEqual([['c/namespaces/-/shop'], 2]);
});

test('an event leads to what it is about, of kinds without a record too, and a foreign kind to nothing', () => {
  const about = (apiVersion: string, kind: string) => ({
    metadata: { name: 'e', namespace: 'shop', uid: 'e' },
    involvedObject: { apiVersion, kind, namespace: 'shop', name: 'it', uid: 'i' },
  });
  show(EVENT_VIEW, about('apps/v1', 'ReplicaSet'));
  expect(links().find(href => href?.endsWith('/it') === true)).toMatch(/^\/c\/c\/replicasets.*\/shop\/it$/);
  show(EVENT_VIEW, about('example.org/v1', 'Thing'));
  expect(links().filter(href => href?.endsWith('/it') === true)).toHaveLength(1);
});
