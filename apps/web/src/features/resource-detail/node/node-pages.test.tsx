import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { AWAY, FORBIDDEN, LOADING, resetWorld, tell, world } from '../test-world.ts';
import { NodeCapacity } from './node-capacity.tsx';
import { NodeSystem } from './node-system.tsx';

const usage = vi.hoisted(() => ({ answer: { kind: 'notServed' } as object }));
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
vi.mock('../../../data/usage/use-usage.ts', () => ({ useUsage: () => usage.answer }));
beforeEach(() => {
  resetWorld();
  usage.answer = { kind: 'notServed' };
});

const subject = { cluster: 'c', view: NODE_VIEW, namespace: '', name: 'node-0' };
const node = {
  spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
  status: {
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    nodeInfo: { kubeletVersion: 'v1.35.2', osImage: 'Debian' },
    images: [
      { names: ['shop@sha256:1', 'shop:1'], sizeBytes: 1024 },
      { names: ['big:2'], sizeBytes: 4096 },
    ],
  },
};
const pod = (name: string, cpu: string, phase = 'Running') => ({
  metadata: { name, namespace: 'n' },
  spec: { containers: [{ resources: { requests: { cpu, memory: '1Gi' } } }] },
  status: { phase },
});
const meters = () => screen.getAllByRole('meter').map(meter => [meter.getAttribute('aria-valuenow'), meter.title]);

test('what pods asked for stands against what the node lends; what has ended asks for nothing', () => {
  tell(POD_VIEW, [pod('a', '1'), pod('b', '2500m'), pod('done', '3', 'Succeeded')]);
  render(<NodeCapacity subject={subject} object={node} />);
  expect(meters()).toEqual([
    ['88', '3.5 requested, of 4'],
    ['25', '2Gi requested, of 8Gi'],
    ['2', '2 there, of 110'],
  ]);
});

test('what is used is told beside it, where it is known', () => {
  tell(POD_VIEW, [pod('a', '1')]);
  usage.answer = { kind: 'known', metrics: { usage: { cpu: '500m', memory: '2Gi' } } };
  render(<NodeCapacity subject={subject} object={node} />);
  expect(meters()[0]).toEqual(['25', '1 requested, of 4, 0.5 used']);
});

test('pods that may not be read are not none: there is no sum, and why is said', () => {
  tell(POD_VIEW, [], FORBIDDEN);
  render(<NodeCapacity subject={subject} object={node} />);
  expect(screen.queryByRole('meter')).toBeNull();
  const text = screen.getByTestId('capacity').textContent ?? '';
  expect(text).toContain('not for you');
  expect(text).toContain('of 4');
});

test('while pods are on their way their room stands there, and no dashes beside it', () => {
  tell(POD_VIEW, [], LOADING);
  render(<NodeCapacity subject={subject} object={node} />);
  expect(screen.getByRole('status')).toBeTruthy();
  expect(screen.getByTestId('capacity').textContent).not.toContain('–');
});

const show = (version: string) =>
  render(
    <ClientContext value={{ api: { health: async () => ({ version }) } } as unknown as Client}>
      <WordsProvider>
        <NodeSystem subject={subject} object={node} />
      </WordsProvider>
    </ClientContext>,
  );

test.each([
  ['v1.37.2', '2 minor versions behind the API server (v1.37.2)'],
  ['v1.35.9', 'as the API server (v1.35.9)'],
  ['v1.39.0', 'more than three are not supported'],
  ['v1.34.1', '1 minor version newer than the API server'],
])('beside an API server of %s it is said: %s', async (version, words) => {
  world.objects.set('node-0', { spec: { renewTime: new Date(Date.now() - 5_000).toISOString() } });
  show(version);
  await screen.findByText(new RegExp(words.replaceAll(/[().]/g, String.raw`\$&`)));
  const text = screen.getByTestId('node-system').textContent ?? '';
  expect(text).toMatch(/Last sign of life\d+s/);
  expect(text).toContain('gpu=yes:NoSchedule');
  expect(text).toContain('2 images, 5Ki');
  expect(screen.getAllByRole('row').at(-1)?.textContent).toContain('shop:1');
});

test('a node without a lease, or one that cannot be read, is told as such', () => {
  world.objects.set('node-0', null);
  const { unmount } = show('');
  expect(screen.getByTestId('node-system').textContent).toContain('It has no lease');
  unmount();
  world.objects.delete('node-0');
  world.states.set('node-0', AWAY);
  show('');
  expect(screen.getByTestId('node-system').textContent).toContain('gone for lunch');
});
