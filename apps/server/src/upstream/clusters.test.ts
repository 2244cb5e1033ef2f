import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { clusterKey } from './cluster-key.ts';
import { channelsFor } from './cluster.ts';
import { Clusters } from './clusters.ts';
import { OWNER } from './identity.ts';
import { loadKubeconfig } from './kubeconfig/kubeconfig.ts';
import { UpstreamMeter } from './sources/upstream-meter.ts';

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: kept, context: { cluster: c, user: u } }, { name: free, context: { cluster: c, user: u } }]
`;

const problemIn = (reached: ReturnType<typeof channelsFor>) => ('problem' in reached ? reached.problem.code : null);

test('where nothing may be changed no change is sent, nothing goes both ways, and its list says so', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-clusters-')), 'config');
  writeFileSync(file, KUBECONFIG);
  const clusters = new Clusters(loadKubeconfig([file]), {
    ...{ identity: OWNER, clock: systemClock, meter: new UpstreamMeter() },
    rules: name => ({ isReadOnly: name === 'kept', asksReason: false, allowed: null }),
  });
  expect(clusters.list().map(({ name, isReadOnly }) => [name, isReadOnly])).toEqual([
    ['kept', true],
    ['free', undefined],
  ]);
  const [kept, free] = ['kept', 'free'].map(name => clusters.get(clusterKey(name, OWNER)));
  expect([kept?.channels === undefined, free?.channels === undefined]).toEqual([true, false]);
  const why = [kept, free].map(each => each && problemIn(channelsFor(each, 'pod.shell')));
  expect(why).toEqual(['readOnly', null]);
  const answer = await kept?.source.send({ method: 'DELETE', path: '/api/v1/nodes/a' });
  expect(answer?.status).toBe(403);
  await clusters.close();
});

test('where only some actions may be done, nothing else goes both ways, and its list says which', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-clusters-')), 'config');
  writeFileSync(file, KUBECONFIG);
  const clusters = new Clusters(loadKubeconfig([file]), {
    ...{ identity: OWNER, clock: systemClock, meter: new UpstreamMeter() },
    rules: name => ({
      isReadOnly: false,
      asksReason: name === 'free',
      allowed: name === 'kept' ? ['pod.files'] : null,
    }),
  });
  expect(clusters.list().map(({ allowed, asksReason }) => [allowed, asksReason])).toEqual([
    [['pod.files'], undefined],
    [undefined, true],
  ]);
  const kept = clusters.get(clusterKey('kept', OWNER));
  const why = (['pod.files', 'pod.putFile', 'pod.shell'] as const).map(
    kind => kept && problemIn(channelsFor(kept, kind)),
  );
  expect(why).toEqual([null, 'notAmongAllowed', 'notAmongAllowed']);
  await clusters.close();
});
