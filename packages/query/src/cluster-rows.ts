import { clusterKeyStart, readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowListener } from '@lanthorn/watch/row-store.ts';
import type { LiveRows } from './live-rows.ts';

/** Several clusters as one source: the rows are the clusters' own, and only the keys they are known by begin with the cluster. */
export class ClusterRows implements LiveRows {
  readonly #parts: ReadonlyMap<string, LiveRows>;
  readonly #starts: ReadonlyMap<string, string>;

  constructor(parts: ReadonlyMap<string, LiveRows>) {
    this.#parts = parts;
    this.#starts = new Map([...parts.keys()].map(cluster => [cluster, clusterKeyStart(cluster)]));
  }

  get size(): number {
    let size = 0;
    for (const part of this.#parts.values()) size += part.size;
    return size;
  }

  get(key: string): Row | undefined {
    const read = readClusterKey(key);
    return read === null ? undefined : this.#parts.get(read.cluster)?.get(read.key);
  }

  keyOf(row: Row): string {
    return (this.#starts.get(row.cluster) ?? '') + row.key;
  }

  prepare(count: number): boolean {
    for (const part of this.#parts.values()) if (part.prepare?.(count) === true) return true;
    return false;
  }

  *rows(): Iterable<Row> {
    for (const part of this.#parts.values()) yield* part.rows();
  }

  subscribe(listener: RowListener<Row>): () => void {
    const stops = [...this.#parts].map(([cluster, part]) => {
      const start = this.#starts.get(cluster) ?? '';
      return part.subscribe(changed => listener(new Map([...changed].map(([key, before]) => [start + key, before]))));
    });
    return () => {
      for (const stop of stops) stop();
    };
  }

  flush(): void {
    for (const part of this.#parts.values()) part.flush();
  }
}
