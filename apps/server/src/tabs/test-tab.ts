import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Faults } from '../faults/faults.ts';
import { Hub } from '../hub/hub.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { Session } from './session.ts';

/** A tab of a hub over clusters, by their names: what it is told, and how its socket does. */
export function openTab(sources: Readonly<Record<string, Pick<ApiSource, 'send'>>>, clock = new FakeClock()) {
  const clusters = new Map(
    Object.entries(sources).map(([name, source]) => {
      const info = { name, isDemo: false, server: '', user: 'u', namespace: '', problem: null };
      const key = clusterKey(name, OWNER);
      return [key, { clock: new ClusterClock(clock), key, info, source, close: async () => {} }];
    }),
  );
  const hub = new Hub({
    clusters: { list: () => [...clusters.values()].map(({ info }) => info), get: key => clusters.get(key) },
    clock,
    random: seededRandom(1),
    faults: new Faults(silentLogger),
  });
  const told: DownMessage[] = [];
  const socket = { bufferedAmount: 0, isClosed: false };
  const session = new Session(
    { id: 's', identity: OWNER, hub },
    {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      sendBytes: () => {},
      send: (...parts) => {
        const frame = parts.map(part => (typeof part === 'string' ? part : part.text)).join('');
        told.push(...(JSON.parse(frame) as DownMessage[]));
      },
      close: () => {
        socket.isClosed = true;
      },
    },
  );
  const say = (message: object) => session.receive(JSON.stringify(message));
  const close = () => {
    session.close();
    hub.close();
  };
  return { clock, hub, session, told, socket, say, close };
}
