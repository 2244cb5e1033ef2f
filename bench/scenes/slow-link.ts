import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { must } from '@lanthorn/base/assert.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { folder, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { ms, report, sleep } from '../instruments/report.ts';

const MEGABITS = 20;
const ROUND_TRIP_MS = 80;
const BYTES_PER_MS = (MEGABITS * 1e6) / 8 / 1000;

/** A first list over a slow line between Lanthorn and the API server. */
export async function slowLink(cluster: BenchCluster): Promise<void> {
  const { label, kubeconfig } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const target = new URL(admin.server);
  const port = await slowProxy(Number(target.port));
  const file = join(folder, `slow-${label.replaceAll(/\W/g, '-')}.yaml`);
  writeFileSync(file, readFileSync(kubeconfig, 'utf8').replaceAll(`:${target.port}`, `:${port}`));
  const lanthorn = await startLanthorn(file);
  const tab = await ProtocolTab.open(lanthorn.url);
  const from = performance.now();
  const done = tab.openList(admin.name);
  const progress = tab.until(frame => frame.state?.kind === 'loading' && frame.state.total !== null);
  await progress;
  const progressMs = performance.now() - from;
  const filtered = tab.until(frame => (frame.matched ?? 0) > 0);
  tab.say({ type: 'update', id: 1, change: { filter: cluster.prefix } });
  const filterMs = await filtered;
  const isPart = tab.state?.kind === 'loading';
  const { firstMs, allMs } = await done;
  const link = `${MEGABITS} Mbit/s, ${ROUND_TRIP_MS} ms`;
  report(
    `${label} over ${link}: first rows`,
    ms(firstMs),
    `${ms(ROUND_TRIP_MS * 4)} (four round trips: TCP, TLS, request)`,
  );
  report(`${label} over ${link}: how many there are is known`, ms(progressMs));
  report(
    `${label} over ${link}: a filter on what is there answers, and says that it is a part (${isPart ? 'yes' : 'no'})`,
    ms(filterMs),
  );
  report(`${label} over ${link}: complete`, ms(allMs));
  tab.close();
  await stop(lanthorn.process);
}

/** One line for all connections: bytes wait for their turn, and half a round trip. */
function slowProxy(target: number): Promise<number> {
  let freeAt = 0;
  const slowed = (from: Socket, to: Socket) => {
    let written = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const now = performance.now();
      freeAt = Math.max(now, freeAt) + chunk.length / BYTES_PER_MS;
      const delay = freeAt - now + ROUND_TRIP_MS / 2;
      // What is on the line is not more than the line holds.
      if (delay > ROUND_TRIP_MS) {
        from.pause();
        setTimeout(() => from.resume(), delay - ROUND_TRIP_MS);
      }
      const arrival = sleep(delay);
      // One after the other: timers of nearly the same moment may come in any order.
      written = written.then(() => arrival).then(() => void (to.writable && to.write(chunk)));
    });
    from.on('close', () => void written.then(() => to.destroy()));
    from.on('error', () => to.destroy());
  };
  const server = createServer(inner => {
    const outer = connect(target, '127.0.0.1');
    slowed(inner, outer);
    slowed(outer, inner);
  });
  server.unref();
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
