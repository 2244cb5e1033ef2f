import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { Boundary } from '../faults/boundary.ts';
import { EventRecorder } from '../runs/event-recorder.ts';
import { RunRecorder } from '../runs/run-recorder.ts';
import { Hub } from '../hub/hub.ts';
import { type ServiceOptions, type Services, startServices } from './services.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Clusters } from '../upstream/clusters.ts';
import { zoneReader } from './zone-reader.ts';

export interface BackendOptions extends Omit<ServiceOptions, 'hub' | 'runs' | 'secretReader'> {
  readonly clusters: Clusters;
  readonly clock: Clock;
  readonly random: Random;
}

/** All that is behind the routes. */
export interface Backend {
  readonly services: Services;
  /** Ends everything in its order, with the server that listens; resolves when what came of it is kept. */
  close(server: { close(): Promise<void> }): Promise<void>;
}

/** Puts together what reads clusters, keeps what was seen of them, and acts on them. */
export function startBackend({ clusters, clock, random, ...options }: BackendOptions): Backend {
  const { history, faults, logger, audit } = options;
  const runs = new RunRecorder(history.runs, { logger, boundary: new Boundary('run recorder', { clock, faults }) });
  const events = new EventRecorder(history.events, new Boundary('event recorder', { clock, faults }));
  const secretReader: ServiceOptions['secretReader'] = key => clusters.secretReader(key);
  const readZones = zoneReader(logger);
  let onUsed = (_cluster: Cluster): void => {};
  const hub = new Hub({
    secretReader,
    clusters,
    clock,
    faults,
    random,
    onCollection: (cluster, collection) => {
      runs.follow(cluster, collection);
      events.follow(cluster.key, collection);
      readZones(collection.view);
      onUsed(cluster);
    },
  });
  const services = startServices({ ...options, hub, runs, secretReader });
  onUsed = cluster => services.nodeShells.uses(options.identity, cluster);
  return {
    services,
    close: async server => {
      await services.close();
      runs.close();
      events.close();
      hub.close();
      await Promise.all([server.close(), clusters.close()]);
      await history.close();
      await audit?.close();
    },
  };
}
