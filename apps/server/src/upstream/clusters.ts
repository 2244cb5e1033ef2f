import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { HeartbeatSource } from '@lanthorn/watch/heartbeat-source.ts';
import type { Cluster, ClusterRegistry } from './cluster.ts';
import { type ClusterKey, clusterKey } from './cluster-key.ts';
import type { Identity } from './identity.ts';
import { ClusterClock } from './sources/cluster-clock.ts';
import type { ContextEntry, Kubeconfig } from './kubeconfig/context-config.ts';
import { MaskedSource } from './sources/masked-source.ts';
import { MeteredChannels } from './sources/metered-channels.ts';
import { MeteredSource } from './sources/metered-source.ts';
import { ReadOnlySource } from './sources/read-only-source.ts';
import { SecretReader } from './sources/secret-reader.ts';
import { ServedVersionSource } from './sources/served-version-source.ts';
import { TimedSource } from './sources/timed-source.ts';
import type { UpstreamMeter } from './sources/upstream-meter.ts';
import { UpstreamSource } from './transport/upstream-source.ts';

/** What may be done in a cluster, whatever the rights there. */
export interface ClusterRules {
  readonly isReadOnly: boolean;
  readonly asksReason: boolean;
  /** Null where everything may be. */
  readonly allowed: readonly ActionKind[] | null;
}

const NO_RULES: ClusterRules = { isReadOnly: false, asksReason: false, allowed: null };

export interface ClustersContext {
  /** Who reaches them. */
  readonly identity: Identity;
  readonly clock: Clock;
  readonly meter: UpstreamMeter;
  /** What may be done in each; everything where nothing is said. */
  readonly rules?: (cluster: string) => ClusterRules;
}

/** The contexts of a kubeconfig, connected to when first asked for, and the demo when it runs. */
export class Clusters implements ClusterRegistry {
  readonly #contexts: readonly ContextEntry[];
  readonly #identity: Identity;
  readonly #clock: Clock;
  readonly #meter: UpstreamMeter;
  readonly #rules: (cluster: string) => ClusterRules;
  readonly #open = new Map<ClusterKey, Cluster>();
  /** Beside them: what is asked through these is not masked. */
  readonly #secrets = new Map<ClusterKey, SecretReader>();

  constructor(kubeconfig: Kubeconfig, { identity, clock, meter, rules = () => NO_RULES }: ClustersContext) {
    this.#contexts = kubeconfig.contexts;
    this.#identity = identity;
    this.#clock = clock;
    this.#meter = meter;
    this.#rules = rules;
  }

  add(cluster: Omit<Cluster, 'clock' | 'key'>): void {
    const clock = new ClusterClock(this.#clock);
    const key = clusterKey(cluster.info.name, this.#identity);
    const source = this.#watched(cluster, clock);
    this.#secrets.set(key, new SecretReader(source));
    this.#open.set(key, this.#guarded({ ...cluster, key, clock, source: this.#read(source) }));
  }

  /** Where nothing may be changed nothing goes both ways: what is typed in a terminal changes something, too. */
  #guarded({ channels, ...cluster }: Cluster): Cluster {
    const info = this.#marked(cluster.info);
    if (info.isReadOnly === true) return { ...cluster, info, source: new ReadOnlySource(cluster.source) };
    return channels === undefined ? { ...cluster, info } : { ...cluster, info, channels };
  }

  /** Without the values of Secrets, in the versions that the cluster has. */
  #read(source: ApiSource): ApiSource {
    return new ServedVersionSource(new MaskedSource(source), this.#clock);
  }

  /** Counted, and asked for the time. */
  #watched({ info, source }: Pick<Cluster, 'info' | 'source'>, clock: ClusterClock): MeteredSource {
    return new MeteredSource(new TimedSource(source, clock), this.#meter, { cluster: info.name, user: info.user });
  }

  list(): readonly ClusterInfo[] {
    const added = [...this.#open.values()].filter(cluster => cluster.info.isDemo).map(cluster => cluster.info);
    return [...added, ...this.#contexts.map(entry => this.#marked(describe(entry)))];
  }

  #marked(info: ClusterInfo): ClusterInfo {
    const { isReadOnly, asksReason, allowed } = this.#rules(info.name);
    return {
      ...info,
      ...(isReadOnly ? { isReadOnly } : {}),
      ...(asksReason ? { asksReason } : {}),
      ...(allowed === null ? {} : { allowed }),
    };
  }

  get(key: ClusterKey): Cluster | undefined {
    const open = this.#open.get(key);
    if (open !== undefined) return open;
    const entry = this.#contexts.find(({ name }) => clusterKey(name, this.#identity) === key);
    if (entry === undefined || entry.config === null) return undefined;
    const source = new UpstreamSource(entry.config, this.#clock);
    const info = describe(entry);
    const clock = new ClusterClock(this.#clock);
    const heard = new HeartbeatSource(this.#watched({ info, source }, clock), this.#clock);
    const cluster = this.#guarded({
      key,
      info,
      clock,
      source: this.#read(heard),
      channels: new MeteredChannels(source, this.#meter, { cluster: info.name, user: info.user }),
      certificates: () => source.certificates,
      close: () => source.close(),
    });
    this.#secrets.set(key, new SecretReader(heard));
    this.#open.set(key, cluster);
    return cluster;
  }

  /** The one way to the values of its Secrets. */
  secretReader(key: ClusterKey): SecretReader | undefined {
    return this.get(key) === undefined ? undefined : this.#secrets.get(key);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(cluster => cluster.close()));
  }
}

function describe({ name, config, problem }: ContextEntry): ClusterInfo {
  return {
    name,
    isDemo: false,
    server: config?.server ?? '',
    user: config?.user.impersonate?.user ?? config?.userName ?? '',
    namespace: config?.namespace ?? 'default',
    problem,
  };
}
