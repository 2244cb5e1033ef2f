import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { must } from '@lanthorn/base/assert.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { StreamReader } from '../../data/connection/page-streams.ts';
import { Annotations } from './sections/annotations.tsx';
import { Conditions } from './sections/conditions.tsx';
import { Containers } from './sections/containers.tsx';
import { Labels } from './sections/labels.tsx';
import { PodSettings } from './kinds/pod/pod-settings.tsx';
import type { SectionProps } from './sections/section-props.ts';
import { Verdict } from './verdict.tsx';

const navigate = vi.fn();
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params, search }: { children: ReactNode; params: object; search?: object }) => (
    <a href="#there" data-to={JSON.stringify({ ...params, ...search })}>
      {children}
    </a>
  ),
  useNavigate: () => navigate,
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));

const streams: { query: StreamQuery; reader: StreamReader }[] = [];
const connection = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: () => ({ close: () => {}, update: () => {}, retry: () => {} }),
  openStream: (query: StreamQuery, reader: StreamReader) => {
    streams.push({ query, reader });
    return { write: () => false, close: () => {} };
  },
};

function show(Type: (props: SectionProps) => ReactNode, view: KindView, object: unknown) {
  const subject = { cluster: 'c', view, namespace: view.namespaced ? 'shop' : '', name: 'x' };
  const live = { object, last: object, state: { kind: 'live' }, retry: () => {} } as const;
  return render(
    <ClientContext value={{ connection } as unknown as Client}>
      <Type subject={subject} object={object} live={live} />
    </ClientContext>,
  );
}

const crashing = {
  metadata: { name: 'x', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'i:1' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'app',
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: {
          terminated: { exitCode: 1, reason: 'Error', finishedAt: new Date(Date.now() - 300_000).toISOString() },
        },
      },
    ],
  },
};

test('a pod that crashes: since when, which container with which code, its last words, and the way to its log', async () => {
  show(Verdict, POD_VIEW, crashing);
  const verdict = screen.getByTestId('verdict');
  expect(verdict.dataset['tone']).toBe('bad');
  expect(verdict.textContent).toContain('CrashLoopBackOff for 5m');
  expect(verdict.textContent).toContain('Container app exited with 1 (Error).');
  const asked = streams.at(-1);
  expect(asked?.query).toMatchObject({ kind: 'logs', pod: 'x', container: 'app', previous: false, follow: false });
  act(() => {
    asked?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode('starting\nFATAL no DATABASE_URL\n') });
    asked?.reader.onEnd({ reason: 'finished', problem: null });
  });
  expect(verdict.textContent).toContain('Last words: starting\nFATAL no DATABASE_URL');
  await userEvent.click(within(verdict).getByRole('button', { name: 'Logs' }));
  expect(navigate).toHaveBeenCalled();
});

test('a container that runs again is asked for the log of the run before', () => {
  const [status] = crashing.status.containerStatuses;
  const again = { ...status, ready: false, state: { running: { startedAt: new Date().toISOString() } } };
  show(Verdict, POD_VIEW, { ...crashing, status: { phase: 'Running', containerStatuses: [again] } });
  expect(streams.at(-1)?.query).toMatchObject({ previous: true });
});

test('a log that may not be read leaves the sentence as it is', () => {
  show(Verdict, POD_VIEW, crashing);
  act(() => streams.at(-1)?.reader.onEnd({ reason: 'refused', problem: null }));
  expect(screen.getByTestId('verdict').textContent).not.toContain('Last words');
});

const WIDGETS = {
  ...{ group: 'example.com', version: 'v1', resource: 'widgets' },
  custom: { kind: 'Widget', namespaced: true, columns: [] },
};
const unready = { conditions: [{ type: 'Ready', status: 'False', reason: 'NotYet', message: 'it waits' }] };
const unscheduled = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
};

test.each([
  ['a node', NODE_VIEW, unready],
  ['a pod that waits for a node, which has no log', POD_VIEW, unscheduled],
  ['a claim that waits', PERSISTENT_VOLUME_CLAIM_VIEW, { phase: 'Pending' }],
  ['a custom kind that nobody here knows', must(viewOf(WIDGETS), 'any kind can be shown'), unready],
])('%s: from what is wrong one goes on to what controllers said', async (_, view, status) => {
  show(Verdict, view, { metadata: { name: 'x' }, status });
  const link = within(screen.getByTestId('verdict')).getByRole('button', { name: 'Events' });
  await userEvent.click(link);
  const [to] = navigate.mock.lastCall ?? [];
  const { search } = to as { search: (before: object) => object };
  expect(search({})).toMatchObject({ tab: 'events' });
});

test('what is well says so and no more; a namespace is not called well for being there', () => {
  const deployment = {
    metadata: { name: 'x' },
    spec: { replicas: 1 },
    status: { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 },
  };
  show(Verdict, DEPLOYMENT_VIEW, deployment);
  expect(screen.getByTestId('verdict').textContent).toContain('Available – it is well.');
  document.body.replaceChildren();
  show(Verdict, NAMESPACE_VIEW, { metadata: { name: 'x' }, status: { phase: 'Active' } });
  expect(screen.queryByTestId('verdict')).toBeNull();
});

test('a node that is silent: its conditions say it once, readiness first', () => {
  const message = 'Kubelet stopped posting node status.';
  const conditions = ['MemoryPressure', 'Ready'].map(type => ({
    type,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message,
  }));
  show(Verdict, NODE_VIEW, { metadata: { name: 'x' }, status: { conditions } });
  expect(screen.getByTestId('verdict').textContent?.split(message)).toHaveLength(2);
  document.body.replaceChildren();
  show(({ object }) => <Conditions object={object} />, NODE_VIEW, { status: { conditions } });
  expect(screen.getAllByRole('row').map(row => row.textContent?.slice(0, 5))).toEqual(['Condi', 'Ready', 'Memor']);
});

test('a container tells its state, and where its variables and files come from, one press away', async () => {
  const object = {
    ...crashing,
    spec: {
      containers: [
        {
          name: 'app',
          image: 'i:1',
          command: ['serve', '--all'],
          resources: { requests: { cpu: '100m' } },
          readinessProbe: { tcpSocket: { port: 5432 } },
          env: [
            { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'api' } } },
            { name: 'LEVEL', value: 'info' },
          ],
          volumeMounts: [{ name: 'd', mountPath: '/data', readOnly: true }],
        },
      ],
      volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'disk' } }],
    },
  };
  show(Containers, POD_VIEW, object);
  const card = screen.getByTestId('containers');
  expect(card.textContent).toContain('CrashLoopBackOffexit 14 restarts');
  expect(card.textContent).toContain('Runsserve --all');
  expect(card.textContent).toContain('cpu100m, no limit');
  expect(card.textContent).toContain('Ready iftcp :5432');
  await userEvent.click(screen.getByText('2 variables'));
  await userEvent.click(screen.getByText('1 mount'));
  expect([...card.querySelectorAll('details')].every(details => details.open)).toBe(true);
  expect(card.textContent).toContain('TOKENSecret/tokens api');
  expect(card.textContent).toContain('LEVELinfo');
  expect(screen.getByText('PersistentVolumeClaim/disk').dataset['to']).toContain('"name":"disk"');
  expect(card.textContent).toContain('read only');
});

test('where and how a pod runs, with what it names; of a workload what its list says already is not said again', () => {
  const spec = { containers: [], serviceAccountName: 'runner', priorityClassName: 'high', priority: 5 };
  const { unmount } = show(PodSettings, POD_VIEW, { spec, status: { qosClass: 'Guaranteed' } });
  expect(screen.getByTestId('pod-settings').textContent).toContain('QoS classGuaranteed');
  expect(screen.getByText('high (5)').dataset['to']).toContain('"name":"high"');
  expect(screen.getByText('runner').dataset['to']).toContain('"name":"runner"');
  unmount();
  show(PodSettings, DEPLOYMENT_VIEW, { spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } } });
  const { textContent } = screen.getByTestId('pod-settings');
  expect(textContent).not.toContain('runner');
  expect(textContent).toContain('Restart policyNever');
});

test('a change of resources that waits says why, and what the node gives meanwhile', () => {
  const container = (cpu: string) => ({ name: 'app', resources: { requests: { cpu, memory: '64Mi' } } });
  const message = "Node didn't have enough resource: cpu";
  const conditions = [{ type: 'PodResizePending', status: 'True', reason: 'Deferred', message }];
  const status = { phase: 'Running', containerStatuses: [container('100m')], conditions };
  show(Containers, POD_VIEW, { spec: { containers: [container('2')] }, status });
  expect(screen.getByTestId('resize').textContent).toBe(
    `The change of its resources waits for room on its node. ${message}`,
  );
  const card = screen.getByTestId('containers').textContent;
  expect(card).toContain('cpu2, no limit (has 100m, no limit now)');
  expect(card).toContain('memory64Mi, no limit');
  expect(card?.match(/has/g)).toHaveLength(1);
});

test('a label leads to the list of those that have it', () => {
  show(Labels, POD_VIEW, { metadata: { labels: { app: 'web' } } });
  expect(JSON.parse(screen.getByRole('link').dataset['to'] ?? '')).toEqual({
    cluster: 'c',
    resource: 'pods',
    q: 'label:app=web',
    ns: 'shop',
  });
});

test('an annotation that is an address of the web leads there; what only holds one, or is another kind of link, does not', () => {
  const annotations = {
    'a8r.io/repository': 'https://git.example.com/shop',
    'a8r.io/owner': 'see https://example.com',
    script: 'javascript:alert(1)//https://example.com',
    half: 'https://',
  };
  show(({ object }) => <Annotations object={object} />, POD_VIEW, { metadata: { annotations } });
  const links = screen.getAllByRole('link');
  expect(links.map(link => [link.getAttribute('href'), link.getAttribute('rel')])).toEqual([
    ['https://git.example.com/shop', 'noreferrer noopener'],
  ]);
  expect(document.querySelectorAll('details')).toHaveLength(3);
});

test('annotations are folded; JSON in them is set out, what only looks like it stays', async () => {
  const annotations = { a: '{"x":[1]}', b: '{not json', c: '' };
  show(({ object }) => <Annotations object={object} />, POD_VIEW, { metadata: { annotations } });
  await userEvent.click(screen.getByText('a'));
  const texts = [...document.querySelectorAll('pre')].map(pre => pre.textContent);
  expect(texts).toEqual(['{\n  "x": [\n    1\n  ]\n}', '{not json', '""']);
});
