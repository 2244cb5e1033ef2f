export interface SubresourceInfo {
  readonly name: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string } | null;
  readonly verbs: readonly string[];
}

/** One served resource, as discovery describes it. */
export interface ResourceInfo {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Says in which version objects are stored; empty where it is not known. */
  readonly storageVersionHash: string;
  readonly subresources: readonly SubresourceInfo[];
}
