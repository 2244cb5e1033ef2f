import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEBUG_POD } from '@lanthorn/actions/pod/debug-pod.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { openHistory } from '../../history/open-history.ts';
import { operation } from '../../history/test-records.ts';
import { OWNER } from '../../upstream/identity.ts';
import { MadeTerminals } from './made-terminals.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanthorn-terminals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TARGET = {
  ...{ cluster: 'c', resource: { group: '', version: 'v1', resource: 'pods' } },
  ...{ namespace: 'shop', name: 'web-1', uid: 'u1' },
};
const POD = { metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' } };
const PLACE = {
  ...{ cluster: 'c', identity: OWNER.key },
  ...{ namespace: 'shop', pod: 'web-1', uid: 'u1', container: 'side' },
};

/** One after the other what was done to the pod, in a history that another process opens again. */
async function keptAfter(done: readonly { readonly name: string; readonly before: KubeObject }[]) {
  const clock = new FakeClock();
  const before = openHistory(folder, { clock });
  for (const { name, before: pod } of done) {
    const debug = { name, image: 'busybox', target: '', profile: 'general' } as const;
    const action = { kind: 'pod.debug', target: TARGET, index: 0, suffix: 's', params: { debug } };
    const { request } = DEBUG_POD.plan(action, pod, { context: 'c', schema: null, now: 0 });
    const made = operation(name, { kind: 'pod.debug' });
    const kept = { ...made, targets: made.targets.map(entry => ({ ...entry, target: TARGET })) };
    await before.operations.begin(kept);
    await before.operations.saveTarget(kept, 0, { request, before: pod, after: pod, changes: [] });
  }
  await before.close();
  const after = openHistory(folder, { clock });
  const terminals = new MadeTerminals(after.operations);
  const asked = (change: Partial<typeof PLACE>) => terminals.madeFor({ ...PLACE, ...change });
  return { asked, close: () => after.close() };
}

test('a server that was started again knows whose terminal a debug container is: of that pod, that container, that person', async () => {
  const { asked, close } = await keptAfter(['side', 'other'].map(name => ({ name, before: POD })));
  expect([await asked({}), await asked({ container: 'other' })]).toEqual(['pod.debug', 'pod.debug']);
  for (const change of [{ container: 'app' }, { uid: 'u2' }, { uid: '' }, { identity: 'bob' as IdentityKey }])
    expect(await asked(change)).toBeNull();
  await close();
});

test("a debug container that was there before is somebody else's: to ask for the same opens none", async () => {
  const ephemeralContainers = [{ name: 'side', image: 'busybox', targetContainerName: '' }];
  const { asked, close } = await keptAfter([{ name: 'side', before: { ...POD, spec: { ephemeralContainers } } }]);
  expect(await asked({})).toBeNull();
  await close();
});
