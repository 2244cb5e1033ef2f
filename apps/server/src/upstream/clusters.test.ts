import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { clusterKey } from './cluster-key.ts';
import { withoutChannels } from './cluster.ts';
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

test('where nothing may be changed no change is sent, nothing goes both ways, and its list says so', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-clusters-')), 'config');
  writeFileSync(file, KUBECONFIG);
  const clusters = new Clusters(loadKubeconfig([file]), {
    ...{ identity: OWNER, clock: systemClock, meter: new UpstreamMeter() },
    isReadOnly: name => name === 'kept',
  });
  expect(clusters.list().map(({ name, isReadOnly }) => [name, isReadOnly])).toEqual([
    ['kept', true],
    ['free', undefined],
  ]);
  const [kept, free] = ['kept', 'free'].map(name => clusters.get(clusterKey(name, OWNER)));
  expect([kept?.channels === undefined, free?.channels === undefined]).toEqual([true, false]);
  const why = [kept, free].map(each => each && withoutChannels(each, 'noChannels').code);
  expect(why).toEqual(['readOnly', 'noChannels']);
  const answer = await kept?.source.send({ method: 'DELETE', path: '/api/v1/nodes/a' });
  expect(answer?.status).toBe(403);
  await clusters.close();
});
