import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** Restart back-off of a kubelet: 10 s, doubling to five minutes. */
export const CRASH_BACKOFF_MS = 10_000;
export const MAX_CRASH_BACKOFF_MS = 300_000;
/** What ran for so long begins anew. */
export const LONG_RUN_MS = 2 * MAX_CRASH_BACKOFF_MS;

/** The first restart is immediate, later ones wait. */
export function restartPause(crashes: number): number {
  return crashes === 0 ? 0 : Math.min(MAX_CRASH_BACKOFF_MS, CRASH_BACKOFF_MS * 2 ** (crashes - 1));
}

export function pauseMessage(pod: KubeObject, container: string, delayMs: number): string {
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  return `back-off ${Math.round(delayMs / 1000)}s restarting failed container=${container} pod=${name}_${namespace}(${uid})`;
}
