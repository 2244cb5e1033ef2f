import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { inSlices } from '@lanthorn/cluster/in-slices.ts';
import { ContainerRuntime } from '@lanthorn/cluster/container/container-runtime.ts';
import { sourcesOf } from '@lanthorn/cluster/streaming/mounted-sources.ts';
import { watchEnds } from '@lanthorn/cluster/streaming/container-end.ts';
import { followLog } from '@lanthorn/cluster/streaming/follow-log.ts';
import { LocalChannels } from '@lanthorn/cluster/streaming/local-channels.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { DEMO_AGE_MS, startDemoCluster } from '@lanthorn/controllers/demo-cluster.ts';
import { DEMO_NAME } from './demo-name.ts';
import type { Cluster } from './upstream/cluster.ts';

/** The embedded cluster inside this process, as its administrator. It is filled while the page opens; what is asked of it before waits. */
export function startDemo(clock: Clock, logger: Logger): Omit<Cluster, 'clock' | 'key'> {
  const stop = new AbortController();
  // Every controller and watch listens for the end; that many listeners are no leak.
  setMaxListeners(0, stop.signal);
  const random = seededRandom(randomInt(2 ** 31));
  const server = new ApiServer({ clock, random, since: clock.now() - DEMO_AGE_MS });
  const user = { username: 'demo-admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] };
  const own = server.as(user);
  const load = server.load.bind(server);
  const source = inSlices(own, clock);
  const commands = new ContainerRuntime(clock, sourcesOf(server));
  const started = startDemoCluster({
    source,
    load,
    clock,
    random,
    logger,
    signal: stop.signal,
    pods: 0,
    commands,
  }).then(kubelet => {
    server.kubelet = kubelet;
  });
  started.catch((error: unknown) =>
    logger.error({ error: error instanceof Error ? error.stack : String(error) }, 'the demo could not be started'),
  );
  return {
    info: { name: DEMO_NAME, isDemo: true, server: 'embedded', user: 'demo-admin', namespace: 'shop', problem: null },
    source: { send: (request, signal) => started.then(() => own.send(request, signal)) },
    channels: new LocalChannels(server, user, {
      runtime: commands,
      follow: (pod, container, signal) => followLog(server.kubelet, { pod, container, signal }),
      watchEnd: watchEnds(server.storage),
    }),
    close: async () => stop.abort(),
  };
}
