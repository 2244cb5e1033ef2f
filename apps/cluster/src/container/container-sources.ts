import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** What a token is asked for. */
export interface TokenWish {
  /** '' for the API server. */
  readonly audience: string;
  readonly seconds: number;
}

/** What a node reads of its cluster for containers. */
export interface ContainerSources {
  readonly read: ReadSource;
  /** The Services that containers of a namespace are told of. */
  readonly services: (namespace: string) => readonly KubeObject[];
  /** A new token of the account that a pod runs as; null where nobody gives one. */
  readonly token: (pod: KubeObject, wish: TokenWish) => string | null;
}

/** Finds a ConfigMap, a Secret or a claim. */
export type ReadSource = (
  resource: 'configmaps' | 'secrets' | 'persistentvolumeclaims',
  place: { readonly namespace: string; readonly name: string },
) => KubeObject | undefined;

/** Of a node that knows nothing of its cluster. */
export const NO_SOURCES: ContainerSources = { read: () => undefined, services: () => [], token: () => null };
