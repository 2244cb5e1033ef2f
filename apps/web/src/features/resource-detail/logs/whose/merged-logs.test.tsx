import type { ReactNode } from 'react';
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import type { Frame } from '../../../../data/connection/connection.ts';
import { FORBIDDEN, resetWorld, tell as tellList, world } from '../../test-world.ts';
import { ObjectLogs } from './object-logs.tsx';

vi.mock(
  '../../../../data/objects/use-live-object.ts',
  async () => (await import('../../test-world.ts')).useLiveObjectModule,
);
vi.mock('../../../../data/lists/use-whole-list.ts', async original => ({
  ...(await original<object>()),
  ...(await import('../../test-world.ts')).useWholeListModule,
}));
vi.mock('../log-view.tsx', () => ({
  LogView: (props: {
    readonly containers: readonly { readonly pod: string; readonly container: string }[];
    readonly picker: ReactNode;
    readonly unread?: readonly string[];
    readonly fileName: string;
  }) => (
    <>
      {props.picker}
      <output>{props.containers.map(each => `${each.pod}/${each.container}`).join(' ')}</output>
      <p>{props.unread?.join()}</p>
      <p>{`${props.fileName}.log`}</p>
    </>
  ),
}));

let asked: Map<string, (frame: Frame) => void>;

function show(view: KindView, object: unknown, name = 'web') {
  asked = new Map();
  const connection = {
    subscribe: (query: Subscription, take: (frame: Frame) => void) => {
      asked.set(query.kind === 'object' ? query.name : `${query.resource.resource} of ${query.ownerUid}`, take);
      return { close: () => {} };
    },
  };
  const client = { connection, clock: new FakeClock() } as unknown as Client;
  render(
    <ClientContext value={client}>
      <ObjectLogs subject={{ cluster: 'c', view, namespace: 'n', name }} object={object} preferred={undefined} />
    </ClientContext>,
  );
}

/** Which containers a pod has is told. */
const tell = async (name: string, object: unknown) => {
  await act(async () => asked.get(name)?.({ type: 'object', id: 0, object }));
};
const read = () => screen.getByRole('status').textContent;
const choose = async (label: string, option: string) => {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  await userEvent.click(screen.getByRole('option', { name: option }));
};

interface Made {
  readonly hash?: string;
  readonly init?: readonly string[];
  readonly isPreparing?: boolean;
}

function pod(name: string, containers: readonly string[], { hash = 'a', init = [], isPreparing = false }: Made = {}) {
  const named = (all: readonly string[]) => all.map(each => ({ name: each }));
  const waits = { name: init[0], state: { running: { startedAt: '2026-01-01T00:00:00Z' } } };
  return {
    metadata: { name, namespace: 'n', uid: name, labels: { app: 'web', 'pod-template-hash': hash } },
    spec: { containers: named(containers), initContainers: named(init) },
    status: { phase: 'Pending', ...(isPreparing ? { initContainerStatuses: [waits] } : {}) },
  };
}

const DEPLOYMENT = {
  metadata: { name: 'web', namespace: 'n', uid: 'd' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};

beforeEach(() => {
  resetWorld();
  tellList(REPLICA_SET_VIEW, []);
});

test('of the pods of a workload each has the containers of its own template, also while it is rolled out', async () => {
  const [before, after] = [pod('web-1', ['app']), pod('web-2', ['server', 'proxy'], { hash: 'b' })];
  tellList(POD_VIEW, [before, after]);
  show(DEPLOYMENT_VIEW, DEPLOYMENT);
  await tell('web-1', before);
  await tell('web-2', after);
  expect(read()).toBe('web-1/app web-2/server');
  await choose('Container', 'All containers');
  expect(read()).toBe('web-1/app web-2/server web-2/proxy');
  await choose('Container', 'proxy');
  expect(read()).toBe('web-2/proxy');
});

test('what keeps a pod waiting is read while it does', async () => {
  const [waiting, done] = [
    pod('web-1', ['app'], { init: ['wait'], isPreparing: true }),
    pod('web-2', ['app'], { init: ['wait'], hash: 'b' }),
  ];
  tellList(POD_VIEW, [waiting, done]);
  show(DEPLOYMENT_VIEW, DEPLOYMENT);
  await tell('web-1', waiting);
  await tell('web-2', done);
  expect(read()).toBe('web-1/app web-1/wait web-2/app');
});

test('until it is known what is to be read, the log is awaited; where the pod may not be read, that is said', async () => {
  tellList(POD_VIEW, [pod('web-1', ['app'])]);
  show(DEPLOYMENT_VIEW, DEPLOYMENT);
  screen.getByRole('combobox', { name: 'Pod' });
  expect(screen.getByRole('status').getAttribute('aria-label')).toBe('Loading…');
  await act(async () => asked.get('web-1')?.({ type: 'object', id: 0, state: FORBIDDEN }));
  expect(read()).toBe('');
  screen.getByText(/not for you/);
});

test('where all have one container there is none to choose', async () => {
  const only = pod('web-1', ['app']);
  tellList(POD_VIEW, [only]);
  show(DEPLOYMENT_VIEW, DEPLOYMENT);
  await tell('web-1', only);
  expect(screen.queryByRole('combobox', { name: 'Container' })).toBeNull();
});

test('all containers of a pod are read as one, and one of them', async () => {
  const both = pod('box', ['app', 'side'], { init: ['prep'] });
  world.objects.set('box', both);
  show(POD_VIEW, both, 'box');
  expect(read()).toBe('box/app');
  await choose('Container', 'All containers');
  expect(read()).toBe('box/app box/side');
  await choose('Container', 'prep (init)');
  expect(read()).toBe('box/prep');
});

const TOLD = { type: 'list', id: 0, state: { kind: 'live' } } as const;

test('the runs of a CronJob are read as one, the newest of very many; and one of them', async () => {
  const job = (i: number) => ({ metadata: { name: `run-${i}`, namespace: 'n', uid: `j${i}` } });
  tellList(
    JOB_VIEW,
    Array.from({ length: 20 }, (_, i) => job(i)),
  );
  tellList(POD_VIEW, []);
  show(CRONJOB_VIEW, { metadata: { name: 'nightly', namespace: 'n', uid: 'u' } }, 'nightly');
  await choose('Job', 'All runs (20)');
  for (let i = 0; i < 18; i++) {
    const row = { key: 'p', uid: `p${i}`, name: `run-${i}-x`, namespace: 'n', createdAt: null, ownerUid: `j${i}` };
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: `run-${i}` };
    const rows: WireRow[] = [{ ...row, owner, cells: [] }];
    await act(async () => asked.get(`pods of j${i}`)?.({ ...TOLD, keys: ['p'], rows, matched: 1 }));
    await tell(`run-${i}-x`, pod(`run-${i}-x`, ['main', 'proxy']));
  }
  expect(read()?.split(' ')).toHaveLength(18);
  expect(read()).toContain('run-0-x/main run-1-x/main');
  screen.getByText('The newest 18 of 20 runs are read');
  await choose('Job', 'run-3');
  expect(screen.queryByText(/^The newest 18/)).toBeNull();
});

test('all containers are those that do the work, wherever it is read: a sidecar too, what runs before it not', async () => {
  const whole = {
    ...pod('web-1', ['app', 'proxy']),
    spec: {
      containers: [{ name: 'app' }, { name: 'proxy' }],
      initContainers: [{ name: 'mesh', restartPolicy: 'Always' }, { name: 'setup' }],
      ephemeralContainers: [{ name: 'debug' }],
    },
  };
  const wanted = 'web-1/app web-1/proxy web-1/mesh';
  tellList(POD_VIEW, [whole]);
  show(DEPLOYMENT_VIEW, DEPLOYMENT);
  await tell('web-1', whole);
  await choose('Container', 'All containers');
  expect(read()).toBe(wanted);
  screen.getByText('web.log');
  document.body.replaceChildren();
  world.objects.set('web-1', whole);
  show(POD_VIEW, whole, 'web-1');
  await choose('Container', 'All containers');
  expect(read()).toBe(wanted);
});
