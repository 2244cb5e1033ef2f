import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { DrainPlan, DrainPod } from '@lanthorn/actions/node/drain-plan.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { DrainForm } from './drain-form.tsx';
import { lineOf } from '../../../../ui/form/test-line.ts';

const tier = vi.hoisted(() => ({ now: 'other' }));
vi.mock('../../../../data/client/use-tier.ts', () => ({ useTier: () => tier.now }));
vi.mock('../../../../data/operations/operation-store.ts', () => ({ takeOperation: () => {} }));

const pod = (name: string, fields: Partial<DrainPod> = {}): DrainPod => ({
  ...{ namespace: 'shop', name, uid: `uid-${name}`, stays: null, isEnding: false, isLost: false },
  ...{ emptyDirs: [], hold: null, fits: 3, unfit: [], unjudged: [], ...fields },
});

interface Scene {
  readonly pods?: readonly DrainPod[];
  readonly unread?: DrainPlan['unread'];
  readonly refuse?: (uid: string) => number | null;
  readonly problem?: string;
}

function open({ pods = [], unread = [], refuse = () => null, problem }: Scene) {
  const previewed: OperationRequest[] = [];
  const started: OperationRequest[] = [];
  const api = {
    drainPlan: async () => {
      if (problem !== undefined) throw new Error(problem);
      return { plan: { pods, unread } };
    },
    preview: async (request: OperationRequest) => {
      previewed.push(request);
      const targets = 'targets' in request ? request.targets : [];
      const refusal = (uid: string) => {
        const code = refuse(uid);
        return code === null
          ? null
          : { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, message: `no ${code}` };
      };
      return { kind: 'node.drain', previews: targets.map(target => ({ target, refusal: refusal(target.uid) })) };
    },
    start: async (request: OperationRequest) => {
      started.push(request);
      return { operation: {} };
    },
  };
  const client = { api, clock: new FakeClock(), operations: {} };
  const onClose = vi.fn();
  const object = { metadata: { name: 'node-1', uid: 'n' } };
  const subject = { cluster: 'prod', view: NODE_VIEW, namespace: '', name: 'node-1' };
  render(
    <ClientContext value={client as unknown as Client}>
      <DrainForm subject={subject} target={targetOf(subject, object)} object={object} onClose={onClose} />
    </ClientContext>,
  );
  return { previewed, started, onClose };
}
const sentNames = (requests: readonly OperationRequest[]) => {
  const last = requests.at(-1);
  return last !== undefined && 'targets' in last ? last.targets.map(({ name }) => name) : [];
};
const button = (name: RegExp) => screen.findByRole('button', { name });

test('what becomes of each pod is told before; Enter drains the node with the pods that go, those that are held last', async () => {
  const { started, onClose } = open({
    pods: [
      pod('held', { hold: { budget: 'checkout', why: 'allowsNone' } }),
      pod('stuck', {
        fits: 0,
        unfit: [
          { why: 'cordoned', count: 1 },
          { why: 'resource memory', count: 2 },
        ],
      }),
      pod('odd', { unjudged: ['devices'] }),
      pod('plain-1'),
      pod('plain-2'),
      pod('agent', { stays: 'daemonSet', fits: null }),
    ],
  });
  await screen.findByText(/5 pods leave this node/);
  screen.getByText(/1 stays/);
  const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`shop/${name}`) }));
  row('held').getByText(/checkout/);
  row('stuck').getByText('No node fits: too little memory');
  row('odd').getByText(/Not judged: devices/);
  screen.getByText('2 more, all fit elsewhere and lose nothing.');
  expect(screen.queryByText(/agent/)).toBeNull();
  screen.getByText(lineOf('kubectl --context=prod drain node-1 --ignore-daemonsets'));
  await screen.findByText(/accepts/);
  expect(document.activeElement).toBe(await button(/^Drain 5 pods/));
  await userEvent.keyboard('{Enter}');
  expect(sentNames(started)).toEqual(['node-1', 'stuck', 'odd', 'plain-1', 'plain-2', 'held']);
  expect(started[0]).toMatchObject({ kind: 'node.drain', params: { drain: { emptyDirs: false, unmanaged: false } } });
  expect(onClose).toHaveBeenCalledTimes(1);
});

test('what would be lost stays until it is let go; each choice is dry run anew', async () => {
  const { previewed, started } = open({
    pods: [pod('cache', { emptyDirs: ['tmp'] }), pod('lone', { isLost: true, fits: null }), pod('web')],
  });
  await button(/^Drain 1 pod/);
  await screen.findByText(/2 pods stay/);
  expect(sentNames(previewed)).toEqual(['node-1', 'web']);
  await userEvent.click(screen.getByRole('checkbox', { name: /emptyDir/ }));
  await button(/^Drain 2 pods/);
  await userEvent.click(screen.getByRole('checkbox', { name: /without a controller/ }));
  await userEvent.click(await button(/^Drain 3 pods/));
  expect(sentNames(previewed)).toEqual(['node-1', 'cache', 'lone', 'web']);
  expect(sentNames(started)).toEqual(['node-1', 'cache', 'lone', 'web']);
  screen.getByText(lineOf('kubectl --context=prod drain node-1 --ignore-daemonsets --delete-emptydir-data --force'));
});

test('what a budget refuses may be tried; a node that may not be cordoned is not drained', async () => {
  const held = open({ pods: [pod('web')], refuse: uid => (uid === 'uid-web' ? 429 : null) });
  await screen.findByText(/accepts/);
  await userEvent.click(await button(/^Drain 1 pod/));
  expect(held.started).toHaveLength(1);
});

test('a node that may not be cordoned is not drained, and why is said', async () => {
  const { started } = open({ pods: [pod('web')], refuse: uid => (uid === 'n' ? 403 : null) });
  await screen.findByText(/no 403/);
  expect((await button(/^Drain 1 pod/)).getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(await button(/^Drain 1 pod/));
  expect(started).toEqual([]);
});

test('in production the name is typed first', async () => {
  tier.now = 'production';
  const { started } = open({ pods: [pod('web')] });
  await screen.findByText(/accepts/);
  await userEvent.click(await button(/^Drain 1 pod/));
  expect(started).toEqual([]);
  await userEvent.type(screen.getByRole('textbox'), 'node-1{Enter}');
  expect(started).toHaveLength(1);
  tier.now = 'other';
});

test('what is not known is said, and so is a plan that cannot be made', async () => {
  open({ unread: ['budgets', 'volumes'] });
  await screen.findByText(/PodDisruptionBudgets could not be read/);
  screen.getByText(/volumes could not be read/);
});

test('a plan that cannot be made is no empty node', async () => {
  const { started, onClose } = open({ problem: 'pods is forbidden' });
  await screen.findByText('pods is forbidden');
  expect(screen.queryByText(/leave this node/)).toBeNull();
  await userEvent.click(await button(/^Drain/));
  expect(started).toEqual([]);
  await userEvent.click(await button(/^Cancel/));
  expect(onClose).toHaveBeenCalledTimes(1);
});
