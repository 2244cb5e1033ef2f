/** Paths of the control plane's programs. */
export interface Binaries {
  readonly etcd: string;
  readonly apiserver: string;
  readonly controllerManager: string;
  readonly scheduler: string;
}
export const KUBERNETES_VERSION: string;
export function cachedBinaries(): Binaries | null;
export function buildBinaries(): Binaries;
/** Its path, or null. */
export function cachedKubelet(): string | null;
export function buildKubelet(): string;
