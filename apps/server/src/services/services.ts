import { randomUUID } from 'node:crypto';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { KubeconfigProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { Faults } from '../faults/faults.ts';
import { Boundary } from '../faults/boundary.ts';
import type { History } from '../history/stores/history.ts';
import type { Identity } from '../upstream/identity.ts';
import { RunKeeper } from '../runs/run-keeper.ts';
import type { RunRecorder } from '../runs/run-recorder.ts';
import { ClusterKinds } from '../hub/cluster-kinds.ts';
import { PrintedColumns } from '../hub/printed-columns.ts';
import type { Hub } from '../hub/hub.ts';
import { NameSearch } from '../hub/names/name-search.ts';
import { OpenSessions } from '../tabs/open-sessions.ts';
import { ResourceCounts } from '../hub/resource-counts.ts';
import { AccessReviews } from '../operations/access-reviews.ts';
import { ClusterSchemas } from '../operations/cluster-schemas.ts';
import { OperationRunner } from '../operations/operation-runner.ts';
import { ChangeSets } from '../operations/sets/change-sets.ts';
import { MadeTerminals } from '../operations/opened/made-terminals.ts';
import { NodeShells } from '../operations/opened/node-shells.ts';
import { PauseKeeper } from '../operations/pause-keeper.ts';
import { PortStore } from '../ports/port-store.ts';
import { PreferenceKeeper } from './preference-keeper.ts';
import type { AuditLog } from '../operations/log/audit-log.ts';
import type { PackLibrary } from '../packs/pack-library.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { SecretReader } from '../upstream/sources/secret-reader.ts';
import type { UpstreamMeter } from '../upstream/sources/upstream-meter.ts';

export interface ServiceOptions {
  /** Who asks, whatever is asked: there is one person. */
  readonly identity: Identity;
  readonly hub: Hub;
  readonly history: History;
  readonly runs: Pick<RunRecorder, 'readFirst' | 'spent'>;
  readonly meter: UpstreamMeter;
  /** The one way to the values of a cluster's Secrets. */
  readonly secretReader: (key: ClusterKey) => Pick<SecretReader, 'read'> | undefined;
  readonly packs: PackLibrary;
  /** Where each operation is told, beside the history; null where nobody wants it. */
  readonly audit?: AuditLog | null;
  readonly faults: Faults;
  readonly logger: Logger;
  readonly version: string;
  readonly currentCluster: () => string;
  readonly kubeconfigProblems: readonly KubeconfigProblem[];
  /** Starts the demo beside the configured clusters; null where it runs already. */
  readonly startDemo: (() => Promise<string>) | null;
}

/** All that the routes and the sockets use. */
export interface Services extends ServiceOptions {
  readonly sessions: OpenSessions;
  readonly schemas: ClusterSchemas;
  readonly operations: OperationRunner;
  readonly changeSets: ChangeSets;
  readonly access: AccessReviews;
  readonly kinds: ClusterKinds;
  readonly columns: PrintedColumns;
  readonly counts: ResourceCounts;
  readonly names: NameSearch;
  readonly runKeeper: RunKeeper;
  readonly preferences: PreferenceKeeper;
  readonly nodeShells: Pick<NodeShells, 'uses'>;
  readonly startedAt: number;
  /** Resolves when what came of the changes under way is kept. */
  close(): Promise<void>;
}

/** Builds and starts each service once for the life of the process, whichever port it comes to listen on. */
export function startServices(options: ServiceOptions): Services {
  const { identity, hub, history, faults, audit } = options;
  const sessions = new OpenSessions(hub);
  const schemas = new ClusterSchemas(hub.clock);
  const names = new NameSearch(hub.clock);
  const madeTerminals = new MadeTerminals(history.operations);
  hub.terminals.judgeBy(madeTerminals);
  const operations = new OperationRunner({
    hub,
    store: history.operations,
    schemas,
    packs: options.packs,
    publish: operation => {
      sessions.send({ key: operation.identity }, { type: 'operation', operation });
      pauses.onOperation(operation);
      changeSets.onOperation(operation);
    },
    onEnded: operation => audit?.ended(operation, hub.clock.now()),
    onBegin: (of, actions) => nodeShells.begins(of, actions),
    onSent: (of, action, answer) => {
      madeTerminals.made(of, action, answer);
      nodeShells.made(of, action, answer);
    },
  });
  const nodeShells = startNodeShells(options, operations);
  const pauses = new PauseKeeper({
    clusters: hub.clusters,
    store: history.operations,
    runner: operations,
    boundary: new Boundary('pause keeper', { clock: hub.clock, faults }),
  });
  const access = new AccessReviews(hub.clock);
  const changeSets = new ChangeSets({
    hub,
    clock: hub.clock,
    store: history.changeSets,
    processes: history.processes,
    runner: operations,
    access,
    boundary: new Boundary('change sets', { clock: hub.clock, faults }),
    newId: randomUUID,
    publish: (of, message) => sessions.send(of, message),
  });
  const runKeeper = new RunKeeper({
    identity,
    hub,
    settings: history.settings,
    boundary: new Boundary('run keeper', { clock: hub.clock, faults }),
  });
  const preferences = startPreferences(options, sessions);
  hub.ports.keepIn(new PortStore(history.settings));
  const stopTelling = history.status.subscribe(state => sessions.sendAll({ type: 'history', history: state }));
  return {
    ...options,
    sessions,
    schemas,
    operations,
    access,
    changeSets,
    kinds: new ClusterKinds(hub.clock),
    columns: new PrintedColumns(hub.clock),
    counts: new ResourceCounts(hub),
    names,
    runKeeper,
    preferences,
    nodeShells,
    startedAt: hub.clock.now(),
    close: async () => {
      pauses.close();
      changeSets.close();
      runKeeper.close();
      preferences.close();
      names.close();
      await nodeShells.close();
      await operations.close();
      stopTelling();
      sessions.close();
    },
  };
}

function startNodeShells({ hub, history, faults }: ServiceOptions, runner: OperationRunner): NodeShells {
  const nodeShells = new NodeShells({
    clusters: hub.clusters,
    store: history.nodeShells,
    processes: history.processes,
    runner,
    boundary: new Boundary('node shells', { clock: hub.clock, faults }),
  });
  hub.terminals.recordIn(nodeShells);
  return nodeShells;
}

function startPreferences(
  { identity, hub, history, faults }: ServiceOptions,
  sessions: OpenSessions,
): PreferenceKeeper {
  return new PreferenceKeeper({
    person: identity.key,
    settings: history.settings,
    status: history.status,
    boundary: new Boundary('preference keeper', { clock: hub.clock, faults }),
    publish: state => sessions.send(identity, { type: 'preferences', preferences: state }),
  });
}
