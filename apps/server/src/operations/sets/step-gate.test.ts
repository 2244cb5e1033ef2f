import { expect, test } from 'vitest';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { OWNER } from '../../upstream/identity.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { OperationWaits } from './operation-waits.ts';
import { type Halt, StepGate } from './step-gate.ts';

const HOUR_MS = 3_600_000;
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const CLUSTER = {} as Cluster;

function operation(kind: Operation['kind'], change: Partial<OperationTarget>, resource = DEPLOYMENTS): Operation {
  const target = { cluster: 'c', resource, namespace: 'n', name: 'web', uid: 'u' };
  const none = { created: null, status: null, message: '', kubectl: '', canUndo: false, isUndone: false };
  return {
    ...{ id: 'o', identity: OWNER.key, kind, user: 'u', undoOf: null, undoes: null, startedAt: 0, revision: 0 },
    targets: [{ ...none, target, phase: 'seen', ...change }],
  };
}

/** A gate before which nothing happens but that time passes; what is watched is seen to be so, or not. */
function gate(now: Operation, seen: object = {}, changed: object | null = null) {
  const clock = new FakeClock();
  const until = (ms: number) => new Promise<void>(resolve => clock.schedule(ms, resolve));
  const effects = {
    watch: async (_cluster: Cluster, _target: object, options: { until: (o: never) => boolean; timeoutMs: number }) => {
      if (!options.until(seen as never)) await until(options.timeoutMs);
      return false;
    },
    followJob: (_cluster: Cluster, _job: object, { timeoutMs = 0 }: { timeoutMs?: number }) => until(timeoutMs),
  };
  const waits = new OperationWaits(clock);
  const context = {
    waits,
    effects,
    find: async () => now,
    before: async () => changed,
  } as unknown as ConstructorParameters<typeof StepGate>[0];
  /** What it says at once, and after so long. */
  const said = async (ask: (gate: StepGate) => Promise<Halt | null>, ms: number) => {
    const told: (Halt | null)[] = [];
    void ask(new StepGate(context)).then(halt => told.push(halt));
    await clock.advance(ms - 1_000);
    const before = [...told];
    await clock.advance(2_000);
    return [before, told];
  };
  return { said };
}

const well = (of: StepGate) => of.well('o', CLUSTER);
const late = (why: string) => [[], [{ halt: 'late', why }]];

test('an operation that comes to no end is late after an hour', async () => {
  const { said } = gate(operation('object.edit', { phase: 'sent' }));
  expect(await said(of => of.done('o'), HOUR_MS)).toEqual(late(''));
});

test('a rollout that is under way is late after eleven minutes, and named', async () => {
  const rolling = { metadata: { generation: 2 }, spec: { replicas: 2 }, status: { observedGeneration: 1 } };
  const { said } = gate(operation('object.edit', {}), rolling);
  expect(await said(well, 11 * 60_000)).toEqual(late('web'));
});

test('a deadline that passed before the step halts no set: it outlives the change; one that passes after it does', async () => {
  const given = (lastUpdateTime: string) => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime }];
    const status = { observedGeneration: 2, replicas: 2, updatedReplicas: 1, conditions };
    return { metadata: { generation: 2 }, spec: { replicas: 2 }, status };
  };
  const [before, after] = [given('2026-01-01T00:00:00Z'), given('2026-01-01T00:20:00Z')];
  expect(await gate(operation('object.edit', {}), before, before).said(well, 11 * 60_000)).toEqual(late('web'));
  const unwell = { halt: 'unwell', why: 'web' };
  expect(await gate(operation('object.edit', {}), after, before).said(well, 11 * 60_000)).toEqual([[unwell], [unwell]]);
});

test('what is deleted and not gone is late in the words of what holds it', async () => {
  const message = heldMessage(['example.com/hold']);
  const { said } = gate(operation('object.delete', { phase: 'accepted', message }));
  expect(await said(well, 11 * 60_000)).toEqual(late(message));
});

test('a Job that runs on is late after an hour, and named', async () => {
  const { said } = gate(operation('cronjob.run', { created: { name: 'nightly-x' } }, CRONJOBS));
  expect(await said(well, HOUR_MS)).toEqual(late('nightly-x'));
});
