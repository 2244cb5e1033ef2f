import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { TimeContext, Ticker } from '../../../ui/time/clock.ts';
import type { UsageHistoryAnswer, UsageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { Usage } from './usage.tsx';

interface World {
  live: { object: unknown; state: object };
  served: object | null;
  drawn: object[];
}
const world = vi.hoisted(
  (): World => ({
    live: { object: undefined, state: { kind: 'loading', loaded: 0, total: null } },
    served: null,
    drawn: [],
  }),
);
vi.mock('../../../data/objects/use-live-object.ts', () => ({ useLiveObject: () => world.live }));
vi.mock('../../../data/client/use-served-kinds.ts', () => ({ useServedKinds: () => world.served }));
// A canvas cannot be looked at here: what it is given is.
vi.mock('../../../parts/charts/line-chart.tsx', () => ({
  LineChart: (props: { label: string }) => {
    world.drawn.push(props);
    return <div role="img" aria-label={props.label} />;
  },
}));

const NOW = Date.parse('2026-11-23T12:00:00Z');
const kind = (resource: string) => ({ group: 'metrics.k8s.io', version: 'v1beta1', resource });
const SERVED = { kinds: [kind('pods'), kind('nodes')], unanswered: [] };
const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
let made = 0;
const pod = () => ({
  metadata: { name: 'web', namespace: 'n', uid: `u${made++}` },
  spec: { containers: [{ name: 'app', resources }] },
});
const measured = (at: string, cpu: string, memory = '32Mi') => ({
  timestamp: `2026-11-23T11:59:${at}Z`,
  window: '15s',
  containers: [{ name: 'app', usage: { cpu, memory } }],
});

beforeEach(() => {
  world.live = { object: undefined, state: { kind: 'loading', loaded: 0, total: null } };
  world.served = SERVED;
  world.drawn.splice(0);
  asked = [];
});

let history: () => Promise<UsageHistoryAnswer> = () => Promise.resolve({ kind: 'none' });
let asked: UsageHistoryRequest[] = [];
const api = {
  usageHistory: (request: UsageHistoryRequest) => {
    asked.push(request);
    return history();
  },
};
const section = (view: KindView, object: unknown, namespace = 'n') => (
  <ClientContext value={{ api } as unknown as Client}>
    <TimeContext value={new Ticker(() => NOW)}>
      <Usage subject={{ cluster: 'c', view, namespace, name: 'web' }} object={object} />
    </TimeContext>
  </ClientContext>
);
const historyButton = () => screen.getByRole('button', { name: 'Last 6 hours from Prometheus' });
const meters = () => screen.getAllByRole('meter').map(meter => meter.getAttribute('aria-valuetext'));

test('a container has a meter against its limit for each resource, and when it was measured is said', () => {
  world.live = { object: measured('50', '50m', '120Mi'), state: { kind: 'live' } };
  render(section(POD_VIEW, pod()));
  expect(meters()).toEqual(['0.05 used, 0.1 requested, at most 0.2', '120Mi used, 64Mi requested, at most 128Mi']);
  expect(screen.getByRole('meter', { name: 'CPU app' }).getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByTestId('usage').textContent).toContain('measured 10s ago');
});

test('a node has one against what it lends', () => {
  world.live = {
    object: { timestamp: '2026-11-23T11:59:50Z', usage: { cpu: '1', memory: '1Gi' } },
    state: { kind: 'live' },
  };
  render(section(NODE_VIEW, { metadata: { uid: 'n' }, status: { allocatable: { cpu: '4', memory: '8Gi' } } }));
  expect(meters()).toEqual(['1 used, at most 4', '1Gi used, at most 8Gi']);
});

const forbidden = {
  kind: 'forbidden',
  verb: 'get',
  resource: 'pods.metrics.k8s.io',
  reason: { code: 'x', params: {}, message: 'no pods for you' },
};
const away = {
  kind: 'stale',
  since: 0,
  reason: { code: 'x', params: {}, message: 'gone for lunch' },
  retryAt: 0,
  isEmpty: true,
};

test.each([
  ['it is asked', undefined, { kind: 'loading', loaded: 0, total: null }, SERVED, 'Asking what is used'],
  ['nothing serves it', null, { kind: 'live' }, { kinds: [], unanswered: [] }, 'does not serve metrics.k8s.io'],
  [
    'its server is away',
    null,
    { kind: 'live' },
    { kinds: [], unanswered: ['metrics.k8s.io/v1beta1'] },
    'does not answer',
  ],
  ['it may not be read', undefined, forbidden, SERVED, 'no pods for you'],
  ['it could not be read', undefined, away, SERVED, 'gone for lunch'],
  ['this pod was not measured', null, { kind: 'live' }, SERVED, 'Not measured'],
])('while %s that is said once, beside what the pod asks for', (_, object, state, served, words) => {
  world.live = { object, state };
  world.served = served;
  render(section(POD_VIEW, pod()));
  const text = screen.getByTestId('usage').textContent ?? '';
  expect(text.split(words)).toHaveLength(2);
  expect(text).toContain('0.1 requested');
  expect(screen.queryByRole('meter')).toBeNull();
});

test('what was seen is drawn, and is there as a table; it stays while one goes elsewhere', async () => {
  const object = pod();
  world.live = { object: measured('30', '50m'), state: { kind: 'live' } };
  const { rerender, unmount } = render(section(POD_VIEW, object));
  expect(screen.queryByRole('img')).toBeNull();
  world.live = { object: measured('45', '70m'), state: { kind: 'live' } };
  rerender(section(POD_VIEW, object));
  await screen.findByRole('img', { name: /^CPU over time, 2 measurements/ });
  expect(world.drawn[0]).toMatchObject({ times: [NOW - 30_000, NOW - 15_000], values: [0.05, 0.07] });
  await userEvent.click(screen.getByText('2 measurements as a table'));
  const rows = screen.getAllByRole('row').map(row => row.textContent);
  expect(rows.at(-1)).toContain('0.05');
  unmount();
  render(section(POD_VIEW, object));
  await screen.findByRole('img', { name: /^Memory over time, 2 measurements/ });
});

test('the last hours come from a Prometheus of the cluster when somebody presses, and whose they are is said', async () => {
  const points = [0, 1, 2].map(i => ({ at: NOW - i, cpu: i, memory: null }));
  history = () => Promise.resolve({ kind: 'told', source: 'mon/prom', points });
  render(section(POD_VIEW, pod()));
  expect(asked).toEqual([]);
  await userEvent.click(historyButton());
  await screen.findByText('As mon/prom has it, asked through the API server');
  expect(asked).toEqual([{ cluster: 'c', kind: 'pods', namespace: 'n', name: 'web' }]);
  await screen.findByRole('img', { name: /^CPU over time, 3 measurements/ });
  await userEvent.click(historyButton());
  expect(screen.queryByRole('img')).toBeNull();
});

const why = {
  code: 'serverSays',
  params: { detail: 'no services/proxy for you' },
  message: 'no services/proxy for you',
};
test.each<[string, UsageHistoryAnswer, RegExp]>([
  ['none is there', { kind: 'none' }, /^No Service here is labelled as a Prometheus/],
  ['Services may not be listed', { kind: 'unread', source: '', why }, /not known: no services\/proxy for you$/],
  ['it may not be asked', { kind: 'unread', source: 'mon/prom', why }, /^mon\/prom could not be asked: no services/],
  ['it has nothing', { kind: 'told', source: 'mon/prom', points: [] }, /^mon\/prom has nothing of it/],
])('where %s that is said, and what was seen stays', async (_title, answer, words) => {
  history = () => Promise.resolve(answer);
  const object = pod();
  world.live = { object: measured('30', '50m'), state: { kind: 'live' } };
  const { rerender } = render(section(POD_VIEW, object));
  world.live = { object: measured('45', '70m'), state: { kind: 'live' } };
  rerender(section(POD_VIEW, object));
  await userEvent.click(historyButton());
  await screen.findByText(words);
  expect(await screen.findAllByRole('img')).toHaveLength(2);
});

test('what our own server says is told in its words', async () => {
  history = () => Promise.reject(new Error('Lanthorn does not answer'));
  render(section(NODE_VIEW, { metadata: { uid: 'n' }, status: { allocatable: {} } }, ''));
  await userEvent.click(historyButton());
  await screen.findByText(/not known: Lanthorn does not answer$/);
  expect(asked).toMatchObject([{ kind: 'nodes' }]);
});
