import type { ReleaseHead } from '@lanthorn/kube/helm/release.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';

/** The heads of two lists that are told whole: a few hundred bytes each. */
const MAX_HEADS = 2_000;
/** What a chart or a release says of itself is a sentence; what is longer is cut. */
const MAX_TEXT = 500;

/** What releases say of themselves and a list tells, by who reads them; never a value. Those that were not asked for longest are dropped. */
export class HeadCache {
  readonly #heads = new Map<string, ReleaseHead>();

  get(cluster: ClusterKey, revision: string): ReleaseHead | null {
    const key = JSON.stringify([cluster, revision]);
    const head = this.#heads.get(key);
    if (head === undefined) return null;
    this.#heads.delete(key);
    this.#heads.set(key, head);
    return head;
  }

  set(cluster: ClusterKey, revision: string, head: ReleaseHead): void {
    const cut = Object.entries(head).map(([field, value]: [string, unknown]) => [
      field,
      typeof value === 'string' ? value.slice(0, MAX_TEXT) : value,
    ]);
    this.#heads.set(JSON.stringify([cluster, revision]), Object.fromEntries(cut) as ReleaseHead);
    for (const key of this.#heads.keys()) {
      if (this.#heads.size <= MAX_HEADS) break;
      this.#heads.delete(key);
    }
  }
}
