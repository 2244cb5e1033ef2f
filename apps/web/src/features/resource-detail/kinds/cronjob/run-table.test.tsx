import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { RunTable } from './run-table.tsx';

const went = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
  useNavigate: () => went,
  useParams: () => ({}),
  useSearch: () => ({}),
}));

/** Its lists never answer. */
const silent = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: () => ({ close: () => {}, update: () => {}, retry: () => {} }),
};

function rowOf(name: string, job: object): WireRow {
  const object = { metadata: { name, namespace: 'shop', uid: `uid-${name}` }, ...job };
  return {
    key: `shop/${name}`,
    uid: `uid-${name}`,
    namespace: 'shop',
    name,
    createdAt: null,
    cells: JOB_VIEW.columns.map(column => column.read(object, { now: 60_000 })),
  } as unknown as WireRow;
}

const START = { startTime: '1970-01-01T00:00:10Z' };
const WELL = {
  status: {
    ...START,
    completionTime: '1970-01-01T00:00:17Z',
    succeeded: 1,
    conditions: [{ type: 'Complete', status: 'True' }],
  },
};
const FAILED = {
  status: {
    ...START,
    conditions: [
      {
        type: 'Failed',
        status: 'True',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
        lastTransitionTime: '1970-01-01T00:00:30Z',
      },
    ],
  },
};

function Shown({ rows }: { readonly rows: readonly WireRow[] }) {
  const [open, setOpen] = useState<string | null>(null);
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'shop', name: 'sync' };
  return (
    <ClientContext value={{ connection: silent } as unknown as Client}>
      <RunTable subject={subject} rows={rows} openJob={open} onOpen={setOpen} />
    </ClientContext>
  );
}

const heads = () => screen.getAllByRole('columnheader').map(head => head.textContent);

test('a failed run says why in its own line, one that went well says nothing', () => {
  render(<Shown rows={[rowOf('bad', FAILED), rowOf('good', WELL)]} />);
  expect(heads()).toEqual(['Job', 'Status', 'Why', 'Duration', 'Started', 'Logs']);
  const [bad, good] = screen.getAllByRole('row').slice(1);
  expect(bad?.querySelector('[data-column=why]')?.textContent).toBe(
    'BackoffLimitExceeded: Job has reached the specified backoff limit',
  );
  expect(bad?.querySelector('[data-column=duration]')?.textContent).toBe('20s');
  expect(good?.querySelector('[data-column=why]')?.textContent).toBe('');
});

test('where all went well there is no column of reasons', () => {
  render(<Shown rows={[rowOf('good', WELL)]} />);
  expect(heads()).toEqual(['Job', 'Status', 'Duration', 'Started', 'Logs']);
});

test('attempts are told where a run took more than one', () => {
  const tried = { status: { ...FAILED.status, failed: 3 } };
  render(<Shown rows={[rowOf('bad', tried), rowOf('good', WELL)]} />);
  expect(heads()).toEqual(['Job', 'Status', 'Why', 'Attempts', 'Duration', 'Started', 'Logs']);
  const told = [...document.querySelectorAll('[data-column=attempts]')].map(cell => cell.textContent);
  expect(told).toEqual(['3', '1']);
});

test('completions are told where a run has more than one', () => {
  render(<Shown rows={[rowOf('many', { spec: { completions: 5 }, status: { ...START, succeeded: 2 } })]} />);
  expect(heads()).toContain('Completions');
  screen.getByText('2/5');
});

test('a name opens and closes what its pods say; its log is a press away', async () => {
  render(<Shown rows={[rowOf('bad', FAILED)]} />);
  const name = screen.getByRole('button', { name: 'bad' });
  await userEvent.click(name);
  expect(name.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getAllByRole('row')).toHaveLength(3);
  await userEvent.click(name);
  expect(screen.getAllByRole('row')).toHaveLength(2);
  await userEvent.click(within(screen.getByRole('grid')).getByRole('button', { name: 'Logs of bad' }));
  expect(went).toHaveBeenCalledOnce();
});
