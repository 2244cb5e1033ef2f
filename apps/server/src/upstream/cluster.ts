import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { CertificateEnds } from '@lanthorn/protocol/http/standing-messages.ts';
import type { ClusterKey } from './cluster-key.ts';
import type { ClusterClock } from './sources/cluster-clock.ts';

/** A cluster as one identity reaches it. */
export interface Cluster {
  /** Of this cluster and this identity: every cache is kept under it. */
  readonly key: ClusterKey;
  readonly info: ClusterInfo;
  readonly source: ApiSource;
  /** For what goes both ways; absent where nothing does. */
  readonly channels?: ChannelSource;
  /** What is told of this cluster, is told by its own clock: ages, what is due, what was missed. */
  readonly clock: ClusterClock;
  /** Until when the certificates of connections to it are good; absent where it is reached without a connection. */
  readonly certificates?: () => CertificateEnds;
  close(): Promise<void>;
}

/** Clusters by who reaches them: under the key of one identity nobody finds the cluster of another. One that cannot be used explains itself. */
export interface ClusterRegistry {
  list(): readonly ClusterInfo[];
  get(key: ClusterKey): Cluster | undefined;
}

/** Why nothing goes both ways there: because it was started so, or because it cannot. */
export function withoutChannels({ info }: Cluster, cannot: 'noChannels' | 'noForwarding'): Problem {
  return info.isReadOnly === true ? problem('readOnly', {}) : problem(cannot, {});
}
