import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { eventually, isDryRun } from '../e2e/harness.ts';
import { KINDS, PARAMS, stage, subjectOf } from '../simulation/actions/acting-stage.ts';
import type { ClusterRules } from '../../apps/server/src/upstream/clusters.ts';
import { type Attacked, startAttacked } from './attacked-server.ts';

// What a server was started not to do, it does for nobody, whatever is sent to it in whichever way. The person has every right in the cluster.

const CLUSTER = 'sim';
const POD = { cluster: CLUSTER, namespace: 'default', pod: 'lonely', uid: 'u', container: 'c' };
let attacked: Attacked;

async function start(rules: ClusterRules) {
  const acted = await stage({ username: 'admin', groups: [MASTERS_GROUP] });
  const connected: string[] = [];
  const channels = {
    connect: async ({ path }: { readonly path: string }) => {
      connected.push(path);
      return { refusal: { status: 500, body: 'a witness lets nobody in' } };
    },
  };
  const { info, source } = acted.cluster;
  attacked = await startAttacked('http://127.0.0.1:9', {
    rules: () => rules,
    added: { info: { ...info, isDemo: true }, source, channels, close: async () => {} },
  });
  const ask = async (path: string, body?: unknown) => {
    const answer = await attacked.ask(path, body);
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text === '' ? '{}' : text) as Record<string, unknown> };
  };
  const requestOf = (kind: ActionKind) => ({
    ...{ id: randomUUID(), suffix: 'x7k2p', kind, reason: 'because' },
    targets: [acted.targetOf(subjectOf(kind, acted))],
    // What is made again is read in the record of what went: nobody may say it.
    params: kind === 'object.create' ? undefined : PARAMS[kind]?.(acted.cronJob),
  });
  /** A change set with this one step is run, and how far it came. */
  const runSet = async (kind: ActionKind) => {
    const request = requestOf(kind);
    const added = await ask('/api/change-set/add', { cluster: CLUSTER, request });
    if (added.status !== 200) return added.body;
    const run = { cluster: CLUSTER, id: randomUUID(), goal: 'apply', steps: [request.id] };
    const begun = await ask('/api/change-set/run', run);
    if (begun.status !== 200) return begun.body;
    return eventually(async () => {
      const { set } = (await ask(`/api/change-set?cluster=${CLUSTER}`)).body as {
        set: { run: { state: string; halt: string; why: string } | null };
      };
      return set.run?.state === 'running' ? null : set.run;
    }, 'the set is over');
  };
  /** What came to the API server that changes something. */
  const changes = () => acted.source.changes.filter(request => !isDryRun(request));
  return { ask, requestOf, runSet, changes, connected };
}

/** What goes into a container, or opens a way to it. */
async function goIn({ ask }: Awaited<ReturnType<typeof start>>): Promise<readonly unknown[]> {
  const path = '/etc';
  const answers = [
    await ask('/api/ports', {
      ...{ id: randomUUID(), port: 80, local: 0, scheme: null },
      target: {
        cluster: CLUSTER,
        resource: { group: '', version: 'v1', resource: 'pods' },
        namespace: 'default',
        name: 'lonely',
        uid: '',
      },
    }),
    await ask('/api/files/save', { ...POD, path, was: 'a'.repeat(64), base64: '', reason: 'because' }),
    await ask('/api/files/list', { ...POD, path }),
  ];
  const tab = await attacked.openTab();
  for (const [id, mode] of (['shell', 'attach'] as const).entries())
    tab.say({
      ...{ type: 'open', id: id + 1 },
      query: {
        ...{ kind: 'terminal', cluster: CLUSTER, namespace: 'default', pod: 'lonely', container: 'c', mode },
        ...{ session: randomUUID(), seen: 0, columns: 80, rows: 24 },
      },
    });
  const isOver = (type: string) => type === 'end' || type === 'refused';
  await tab.until(messages => messages.filter(({ type }) => isOver(type)).length === 2);
  const ended = tab.messages.flatMap(message =>
    message.type === 'end' ? [message.end.problem] : message.type === 'refused' ? [message.problem] : [],
  );
  tab.close();
  return [...answers.map(({ body }) => body), ...ended].map(codeOf);
}

function codeOf(answer: unknown): unknown {
  const { code, problem } = answer as { readonly code?: string; readonly problem?: { readonly code: string } };
  return code ?? problem?.code ?? answer;
}

afterEach(() => attacked.close());

describe('read only', () => {
  test('no action, no change set, no way into a container changes anything', async () => {
    const site = await start({ isReadOnly: true, asksReason: false, allowed: null });
    for (const kind of KINDS) {
      const { status } = await site.ask('/api/operations', site.requestOf(kind));
      expect([kind, status]).toEqual([kind, 403]);
    }
    expect(await site.runSet('object.delete')).toMatchObject({ state: 'halted' });
    // Who may change nothing has no right to go in, either.
    expect(await goIn(site)).toEqual(['notAllowedIn', 'notAllowedIn', 'notAllowedIn', 'readOnly', 'readOnly']);
    expect([site.changes(), site.connected]).toEqual([[], []]);
  });
});

describe('some actions alone', () => {
  test('only these are done, and only these are taken back', async () => {
    const site = await start({ isReadOnly: false, asksReason: false, allowed: ['workload.scale'] });
    for (const kind of KINDS.filter(each => each !== 'workload.scale')) {
      const { status, body } = await site.ask('/api/operations', site.requestOf(kind));
      expect([kind, status, body['code']]).toEqual([kind, 403, 'notAmongAllowed']);
    }
    expect(await site.runSet('object.edit')).toMatchObject({ state: 'halted', halt: 'failed' });
    expect(await goIn(site)).toEqual(Array.from({ length: 5 }, () => 'notAmongAllowed'));
    expect([site.changes(), site.connected]).toEqual([[], []]);
    const scale = site.requestOf('workload.scale');
    expect((await site.ask('/api/operations', scale)).status).toBe(200);
    await eventually(() => site.changes().length === 1, 'it is scaled');
    const undo = { id: randomUUID(), suffix: 'u8m3q', undoOf: scale.id };
    await eventually(async () => (await site.ask('/api/operations', undo)).status === 200, 'it is taken back');
    await eventually(() => site.changes().length === 2, 'it is scaled back');
    expect(new Set(site.changes().map(({ path }) => path))).toEqual(
      new Set(['/apis/apps/v1/namespaces/default/deployments/web/scale']),
    );
  });
});

test('where a reason is asked for nothing is done without one', async () => {
  const site = await start({ isReadOnly: false, asksReason: true, allowed: null });
  for (const kind of KINDS) {
    for (const reason of ['', undefined]) {
      const { status, body } = await site.ask('/api/operations', { ...site.requestOf(kind), reason });
      expect([kind, status, body['code']]).toEqual([kind, 422, 'noReason']);
    }
  }
  expect(site.changes()).toEqual([]);
});
