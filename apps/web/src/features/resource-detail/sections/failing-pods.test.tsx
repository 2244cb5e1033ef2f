import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { FailingJobPods, FailingPods } from './failing-pods.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params, search }: { children: ReactNode; params: object; search?: object }) => (
    <a href="#there" data-to={JSON.stringify({ ...params, ...search })}>
      {children}
    </a>
  ),
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));

interface Asked {
  readonly query: { readonly kind: string; readonly filter?: string; readonly ownerUid?: string };
  readonly tell: (frame: object) => void;
}

function connect(shown: ReactNode) {
  const asked: Asked[] = [];
  const streams: { query: StreamQuery; reader: StreamReader }[] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: Asked['query'], tell: Asked['tell']) => {
      asked.push({ query, tell });
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
    openStream: (query: StreamQuery, reader: StreamReader) => {
      streams.push({ query, reader });
      return { write: () => false, close: () => {} };
    },
  };
  render(<ClientContext value={{ connection } as unknown as Client}>{shown}</ClientContext>);
  return { asked, streams };
}

/** The ReplicaSets of a Deployment, which its pods are found by. */
function tellSets({ asked }: ReturnType<typeof connect>, ...names: readonly string[]): void {
  const rows = names.map(name => ({
    ...{
      key: `shop/${name}`,
      uid: `uid of ${name}`,
      namespace: 'shop',
      name,
      createdAt: null,
      ownerUid: 'd',
      cells: [],
    },
  }));
  const keys = rows.map(({ key }) => key);
  act(() => asked[0]?.tell({ type: 'list', id: 1, keys, rows, matched: rows.length, state: { kind: 'live' } }));
}

function tellPods({ asked }: ReturnType<typeof connect>): void {
  const cells = POD_VIEW.columns.map(() => null);
  const row = { key: 'shop/web-1', uid: 'u', namespace: 'shop', name: 'web-1', createdAt: null, ownerUid: '', cells };
  act(() =>
    asked.at(-1)?.tell({ type: 'list', id: 1, keys: [row.key], rows: [row], matched: 2, state: { kind: 'live' } }),
  );
}

function tellPod({ asked }: ReturnType<typeof connect>, status: object): void {
  const object = {
    metadata: { name: 'web-1' },
    spec: { containers: [{ name: 'app' }] },
    status: { containerStatuses: [status] },
  };
  act(() => asked.at(-1)?.tell({ type: 'object', id: 2, object, state: { kind: 'live' } }));
}

function say({ streams }: ReturnType<typeof connect>, text: string): void {
  act(() => {
    streams.at(-1)?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(text) });
    streams.at(-1)?.reader.onEnd({ reason: 'finished', problem: null });
  });
}

const ended = () => ({ terminated: { exitCode: 3, reason: 'Error', finishedAt: new Date().toISOString() } });

test('a workload that fails: its newest failing pod, why, the last words of the container that died, and the way to its log', () => {
  const subject = { cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'shop', name: 'web' };
  const page = connect(
    <FailingPods
      subject={subject}
      object={{ metadata: { uid: 'd' }, spec: { selector: { matchLabels: { app: 'web' } } } }}
    />,
  );
  expect(page.asked.map(({ query }) => query)).toMatchObject([{ ownerUid: 'd', filter: '' }]);
  tellSets(page, 'web-5d', 'web-7f');
  tellPods(page);
  // The pod is not told yet.
  expect(document.body.textContent).toBe('2 of its pods are not well, the newest: web-1');
  // Those of its ReplicaSets, not those that have its labels.
  expect(page.asked[1]?.query).toMatchObject({
    filter: 'health>=warning',
    related: {
      ...{ way: 'back', meanings: ['owner'] },
      targets: [
        { group: 'apps', resource: 'replicasets', namespace: 'shop', name: 'web-5d', uid: 'uid of web-5d' },
        { group: 'apps', resource: 'replicasets', namespace: 'shop', name: 'web-7f', uid: 'uid of web-7f' },
      ],
    },
  });
  tellPod(page, {
    name: 'app',
    restartCount: 2,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: ended(),
  });
  expect(document.body.textContent).toContain('exited with 3');
  expect(page.streams.at(-1)?.query).toMatchObject({ pod: 'web-1', container: 'app', previous: false });
  say(page, 'FATAL no DATABASE_URL\n');
  expect(document.body.textContent).toContain('Last words: FATAL no DATABASE_URL');
  expect(screen.getByText('Logs').dataset['to']).toBe(
    '{"cluster":"c","resource":"pods","namespace":"shop","name":"web-1","tab":"logs"}',
  );
});

const JOB = { cluster: 'c', view: JOB_VIEW, namespace: 'shop', name: 'web' };

test('of a Job that failed or tries again the same, whatever selects its pods', () => {
  const page = connect(<FailingJobPods subject={JOB} object={{ metadata: { uid: 'job-uid' } }} />);
  tellPods(page);
  expect(page.asked[0]?.query).toMatchObject({ ownerUid: 'job-uid', filter: 'health>=warning' });
  tellPod(page, { name: 'app', state: ended() });
  say(page, 'no such table: invoices\n');
  expect(document.body.textContent).toContain('Last words: no such table: invoices');
});

test('a Job that went well in the end is asked for no reason', () => {
  const object = { metadata: { uid: 'u' }, status: { conditions: [{ type: 'Complete', status: 'True' }] } };
  expect(connect(<FailingJobPods subject={JOB} object={object} />).asked).toEqual([]);
});
