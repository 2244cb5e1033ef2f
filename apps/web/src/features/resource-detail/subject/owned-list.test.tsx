import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { IndexGrid } from '../kinds/job/index-grid.tsx';
import { JobPods } from '../kinds/job/job-pods.tsx';
import { ObjectEvents } from '../object-events.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, search }: { children: ReactNode; search?: object }) => (
    <a href="#list" data-search={JSON.stringify(search)}>
      {children}
    </a>
  ),
  useNavigate: () => () => {},
  useParams: () => ({}),
  useSearch: () => ({}),
}));

const subject = { cluster: 'c', view: JOB_VIEW, namespace: 'n', name: 'load' };
const job = { uid: 'u', name: 'load' };

function rowsOf(view: KindView, count: number, cell: (id: string, index: number) => unknown = () => null): WireRow[] {
  return Array.from({ length: count }, (_, i) => {
    const cells = view.columns.map(({ id }) => cell(id, i));
    return {
      key: `n/${i}`,
      uid: `uid-${i}`,
      name: `row-${i}`,
      namespace: 'n',
      createdAt: i,
      cells,
    } as unknown as WireRow;
  });
}

/** Shows what reads a list of these rows; the server says that so many match. */
function show(ui: ReactNode, rows: readonly WireRow[], matched = rows.length): void {
  const open: [ListQuery, (frame: ListFrame) => void][] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, tell: (frame: ListFrame) => void) => {
      open.push([query, tell]);
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  // No event was kept: the cluster has them all.
  const api = { keptEvents: () => new Promise(() => {}) };
  const kinds = { of: () => new Promise(() => {}) };
  render(<ClientContext value={{ connection, api, kinds } as unknown as Client}>{ui}</ClientContext>);
  for (let answered = 0; answered < open.length; answered++) {
    const [{ offset, limit }, tell] = open[answered] as (typeof open)[number];
    const page = rows.slice(offset, offset + limit);
    const keys = page.map(({ key }) => key);
    act(() => tell({ type: 'list', id: 1, offset, keys, rows: page, matched, state: { kind: 'live' } }));
  }
}

test('events beyond those that are shown are counted, and the list that has them all is a press away', () => {
  show(
    <ObjectEvents onCount={() => {}} subject={subject} object={{ kind: 'Job', metadata: { uid: 'u' } }} />,
    rowsOf(EVENT_VIEW, 345),
  );
  expect(screen.getByTestId('more-rows').textContent).toBe('100 of 345 are shown. The list of all 345');
  expect(screen.getByRole('link').dataset['search']).toBe('{"q":"object=Job/load","ns":"n"}');
});

test('so are pods of a Job; where all are shown nothing is said', () => {
  const { unmount } = render(<></>);
  show(<JobPods subject={subject} job={job} />, rowsOf(POD_VIEW, 101));
  expect(screen.getByTestId('more-rows').textContent).toContain('100 of 101 are shown.');
  expect(screen.getByText('The list of all 101').dataset['search']).toBe('{"q":"owner=Job/load","ns":"n"}');
  unmount();
  document.body.replaceChildren();
  show(<JobPods subject={subject} job={job} />, rowsOf(POD_VIEW, 100));
  expect(screen.queryByTestId('more-rows')).toBeNull();
});

test('the grid of indexes has the attempts of every pod, also of the seven hundredth', () => {
  const pods = rowsOf(POD_VIEW, 700, (id, i) =>
    id === 'completionIndex' ? i : id === 'status' ? { status: 'Error', tone: 'bad' } : null,
  );
  const indexes = pods.map((_, index) => ({ index, state: 'failed' as const }));
  show(<IndexGrid subject={subject} job={job} indexes={indexes} />, pods);
  expect(screen.getByLabelText('Index 699, attempt 1: Error (row-699)')).toBeTruthy();
  expect(screen.queryByTestId('more-rows')).toBeNull();
});
