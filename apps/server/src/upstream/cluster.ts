import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http-messages.ts';

/** A cluster as one identity reaches it. Every cache is kept per cluster, so it is kept per identity. */
export interface Cluster {
  readonly info: ClusterInfo;
  readonly source: ApiSource;
  close(): Promise<void>;
}

/** The clusters by name; a name that cannot be used explains itself. */
export interface ClusterRegistry {
  list(): readonly ClusterInfo[];
  get(name: string): Cluster | undefined;
}
