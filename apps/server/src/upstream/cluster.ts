import type { ActionKind } from '@lanthorn/actions/action-records.ts';
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

/** What goes both ways there for this; else why nothing does: because it was started so, or because it cannot. */
export function channelsFor(
  { info, channels }: Cluster,
  action: ActionKind,
  cannot: 'noChannels' | 'noForwarding' = 'noChannels',
): { readonly channels: ChannelSource } | { readonly problem: Problem } {
  if (info.isReadOnly === true) return { problem: problem('readOnly', {}) };
  if (info.allowed?.includes(action) === false)
    return { problem: problem('notAmongAllowed', { action, cluster: info.name }) };
  return channels === undefined ? { problem: problem(cannot, {}) } : { channels };
}
