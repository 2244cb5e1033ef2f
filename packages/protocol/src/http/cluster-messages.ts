import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Problem } from '../error-kinds.ts';

export interface ClusterInfo {
  /** Unique among the configured clusters: the kubeconfig context. */
  readonly name: string;
  readonly isDemo: boolean;
  readonly server: string;
  readonly user: string;
  /** The context's own namespace. */
  readonly namespace: string;
  /** Why it cannot be used at all (a broken context); null when it can be tried. */
  readonly problem: Problem | null;
  /** Lanthorn was started to change nothing there. */
  readonly isReadOnly?: true;
  /** Nothing is done there without a reason, which is kept. */
  readonly asksReason?: true;
  /** Nothing else is done there; absent where everything may be. */
  readonly allowed?: readonly ActionKind[];
}

/**
 * At which step a cluster fails: the context itself, the connection, the server's certificate, the login (also one that could not be made),
 * or an answer that no API server gives.
 */
export type ClusterTroubleKind = 'unusable' | 'unreachable' | 'untrusted' | 'login' | 'unexpected';

/** Something about a kubeconfig file: that it cannot be read, or what of it is not used. Holds no value of the file: it may be a credential. */
export interface KubeconfigProblem extends Problem {
  readonly file: string;
  /** From 1; null where it is about the file as a whole. */
  readonly line: number | null;
  /** True where nothing of the file is used. */
  readonly isFatal: boolean;
}

/** What is wrong with a pack of a person's own, and where. */
export interface PackProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Of the field; empty where it is about the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Answer of `GET /api/clusters`. */
export interface ClustersAnswer {
  readonly version: string;
  readonly current: string;
  readonly clusters: readonly ClusterInfo[];
  readonly problems: readonly KubeconfigProblem[];
  readonly packProblems: readonly PackProblem[];
  /** The demo can be opened beside the configured clusters. */
  readonly canStartDemo: boolean;
}

/** Answer of `GET /api/clusters/:name/health`. */
export interface HealthAnswer {
  /** Null where it can be used. */
  readonly trouble: ClusterTroubleKind | null;
  readonly problem: Problem | null;
  readonly version: string;
}
