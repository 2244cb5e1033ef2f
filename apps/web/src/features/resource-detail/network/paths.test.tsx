import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { HTTP_ROUTE_VIEW } from '@lanthorn/views/kinds/gateway.networking.k8s.io/httproutes.ts';
import { INGRESS_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/ingresses.ts';
import { AWAY, FORBIDDEN, resetWorld, tell, world } from '../test-world.ts';
import { IngressPath } from './ingress-path.tsx';
import { RoutePath } from './route-path.tsx';
import { ServicePath } from './service-path.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
}));
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
beforeEach(resetWorld);

const endpoint = (pod: string, ready: boolean) => ({
  ...{ addresses: [`10.0.0.${pod.length}`], conditions: { ready } },
  targetRef: { kind: 'Pod', name: pod },
});
function slice(...endpoints: readonly object[]): void {
  const object = {
    metadata: { name: 'web-x', namespace: 'n', labels: { 'kubernetes.io/service-name': 'web' } },
    endpoints,
  };
  tell(ENDPOINT_SLICE_VIEW, [object]);
  world.objects.set('web-x', object);
}
const crashing = {
  metadata: { name: 'bad', namespace: 'n' },
  spec: { nodeName: 'node-0', containers: [{ name: 'c' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      { name: 'c', ready: false, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
};
const service = (spec: object) => (
  <ServicePath subject={{ cluster: 'c', view: SERVICE_VIEW, namespace: 'n', name: 'web' }} object={{ spec }} />
);
const SELECTS = { selector: { app: 'web' } };
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);

test('a Service says which of its pods get traffic, and of the others why they do not', () => {
  slice(endpoint('fine', true), endpoint('bad', false));
  tell(POD_VIEW, [crashing]);
  render(service(SELECTS));
  screen.getByText('1 of 2 endpoints ready');
  expect(rows()[0]).toMatch(/^bad10\.0\.0\.3not readyc: CrashLoopBackOff/);
  expect(rows()[1]).toBe('fine10.0.0.4ready');
});

test.each([
  ['whose selector finds nothing', SELECTS, 'Its selector finds no pod.'],
  ['that selects nothing', {}, 'It selects no pods'],
  ['that is another name', { externalName: 'db.example' }, 'another name for db.example'],
])('a Service %s says so', (_, spec, words) => {
  tell(ENDPOINT_SLICE_VIEW, []);
  tell(POD_VIEW, []);
  render(service(spec));
  expect(screen.getByTestId('service-path').textContent).toContain(words);
});

test('endpoints that may not be read are not none', () => {
  tell(ENDPOINT_SLICE_VIEW, [], FORBIDDEN);
  tell(POD_VIEW, []);
  render(service(SELECTS));
  const text = screen.getByTestId('service-path').textContent ?? '';
  expect(text).toContain('not for you');
  expect(text).not.toContain('no endpoints');
});

const ingress = (port: number) => (
  <IngressPath
    subject={{ cluster: 'c', view: INGRESS_VIEW, namespace: 'n', name: 'shop' }}
    object={{
      spec: {
        rules: [
          {
            host: 'shop.example',
            http: { paths: [{ path: '/', backend: { service: { name: 'web', port: { number: port } } } }] },
          },
        ],
      },
    }}
  />
);

test('an Ingress leads from its host to what is ready behind', () => {
  slice(endpoint('fine', true), endpoint('bad', false));
  world.objects.set('web', { spec: { ports: [{ port: 80 }] } });
  render(ingress(80));
  expect(rows()[0]).toBe('http://shop.example/web:801 of 2 endpoints ready');
});

test('and to the pods behind that are not ready, with why; those that are ready are not told', () => {
  slice(endpoint('fine', true), endpoint('bad', false));
  tell(POD_VIEW, [crashing]);
  world.objects.set('web', { spec: { ...SELECTS, ports: [{ port: 80 }] } });
  render(ingress(80));
  screen.getByText('Not ready behind web:');
  expect(rows().at(-1)).toMatch(/^bad10\.0\.0\.3not readyc: CrashLoopBackOff/);
  expect(screen.queryByText('fine')).toBeNull();
});

test('a route leads from what it matches to each of its backends, with its share', () => {
  slice(endpoint('fine', true));
  tell(POD_VIEW, []);
  world.objects.set('web', { spec: { ports: [{ port: 80 }] } });
  world.objects.set('gone', null);
  const backendRefs = [
    { name: 'web', port: 80, weight: 9 },
    { name: 'gone', port: 80, weight: 1 },
  ];
  const spec = { hostnames: ['shop.example'], rules: [{ backendRefs }] };
  const subject = { cluster: 'c', view: HTTP_ROUTE_VIEW, namespace: 'n', name: 'shop' };
  render(<RoutePath subject={subject} object={{ metadata: { name: 'shop', namespace: 'n' }, spec }} />);
  expect(rows()).toEqual([
    'shop.example/*web:80 90 % of it1 of 1 endpoint ready',
    'shop.example/*gone:80 10 % of itthere is no such Service',
  ]);
});

test.each([
  ['there is no such Service', null, 80, 'there is no such Service'],
  ['the Service has no such port', { spec: { ports: [{ port: 80 }] } }, 8080, 'the Service has no port 8080'],
  ['nothing is behind it', { spec: { ports: [{ port: 80 }] } }, 80, 'no endpoints: nothing answers'],
])('where the way ends because %s, that is said', (_, object, port, words) => {
  tell(ENDPOINT_SLICE_VIEW, []);
  world.objects.set('web', object);
  render(ingress(port));
  expect(rows()[0]).toContain(words);
});

test('what could not be read is told as such, and an Ingress without rules leads nowhere', () => {
  tell(ENDPOINT_SLICE_VIEW, [], AWAY);
  world.objects.set('web', { spec: { ports: [{ port: 80 }] } });
  const { unmount } = render(ingress(80));
  expect(rows()[0]).toContain('gone for lunch');
  unmount();
  render(<IngressPath subject={{ cluster: 'c', view: INGRESS_VIEW, namespace: 'n', name: 'x' }} object={{}} />);
  screen.getByText('It has no rule: nothing leads anywhere.');
});
