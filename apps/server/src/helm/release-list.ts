import { type ReleaseHead, readReleaseHead } from '@lanthorn/kube/helm/release.ts';
import type { ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ReleaseStates, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { combineStates, type QueryState } from '@lanthorn/query/query-state.ts';
import {
  releasesOf,
  revisionOf,
  type StoredRelease,
  type StoredRevision,
} from '@lanthorn/views/facts/helm-releases.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { mapParallel } from '../upstream/parallel.ts';
import type { HeadCache } from './head-cache.ts';
import type { ReleaseReader } from './release-reader.ts';

/** A list that is told whole; the largest clusters are known to have some hundred. What is beyond it is counted. */
export const MAX_RELEASES = 1_000;
/** Releases are read in such numbers, and told then. */
const READ_AT_ONCE = 8;
/** A release that changes does so several times in a second. */
const SETTLE_MS = 200;

/** What holds releases, live. */
export interface StoredList {
  readonly state: QueryState;
  readonly store: { rows(): Iterable<Row>; subscribe(listener: () => void): () => void };
  onState(listener: () => void): () => void;
}

export type LeaseStored = (
  cluster: Cluster,
  of: { readonly storage: ReleaseStorage; readonly namespace: string },
  onFault: (message: string) => void,
) => { readonly value: StoredList; release(): void };

export interface ReleaseListOptions {
  readonly cluster: Cluster;
  /** None for all. */
  readonly namespaces: readonly string[];
  readonly boundary: Boundary;
  readonly lease: LeaseStored;
  readonly reader: ReleaseReader;
  readonly heads: HeadCache;
  readonly onChange: () => void;
}

interface Source {
  readonly storage: ReleaseStorage;
  readonly namespace: string;
  readonly list: StoredList;
}

/** The releases of a cluster or of some of its namespaces, live: what labels tell at once, and what only the release itself says when it was read. */
export class ReleaseList {
  readonly #options: ReleaseListOptions;
  readonly #sources: readonly Source[];
  readonly #ends: (() => void)[] = [];
  #releases: readonly StoredRelease[] = [];
  #left = 0;
  /** Why some could not be read, by revision; asked for again when somebody opens the list anew. */
  readonly #problems = new Map<string, Problem>();
  #isReading = false;
  #isClosed = false;
  #cancelRead: (() => void) | null = null;

  constructor(options: ReleaseListOptions) {
    this.#options = options;
    const { namespaces, boundary, cluster, lease } = options;
    this.#sources = (namespaces.length === 0 ? [''] : namespaces).flatMap(namespace =>
      (['secrets', 'configmaps'] as const).map(storage => {
        const held = lease(cluster, { storage, namespace }, message => boundary.end(message));
        const { value: list } = held;
        const onRows = boundary.guard(() => this.#readSoon());
        this.#ends.push(list.store.subscribe(onRows), list.onState(boundary.guard(options.onChange)), () =>
          held.release(),
        );
        return { storage, namespace, list };
      }),
    );
    this.#regroup();
    this.#fill();
  }

  get states(): ReleaseStates {
    const of = (wanted: ReleaseStorage) =>
      combineStates(
        this.#sources.flatMap(({ storage, namespace, list }) =>
          storage === wanted ? [{ namespace, state: list.state }] : [],
        ),
      );
    return { secrets: of('secrets'), configmaps: of('configmaps') };
  }

  /** As many as are not told. */
  get left(): number {
    return this.#left;
  }

  /** In order of namespace and name. */
  releases(): readonly ToldRelease[] {
    return this.#releases.map(({ newest, revisions, deployed }) => ({
      storage: newest.storage,
      namespace: newest.namespace,
      name: newest.release,
      revision: newest.revision,
      status: newest.status,
      revisions,
      deployed,
      storedAt: newest.storedAt,
      head: this.#head(newest),
      problem: this.#problems.get(revisionKey(newest)) ?? null,
    }));
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRead?.();
    for (const end of this.#ends) end();
  }

  #readSoon(): void {
    this.#cancelRead ??= this.#options.boundary.clock.schedule(SETTLE_MS, () => {
      this.#cancelRead = null;
      this.#regroup();
      this.#options.onChange();
      this.#fill();
    });
  }

  #regroup(): void {
    const all = releasesOf(
      this.#sources.flatMap(({ storage, list }) =>
        [...list.store.rows()].flatMap(row => revisionOf(storage, row) ?? []),
      ),
    );
    this.#releases = all.slice(0, MAX_RELEASES);
    this.#left = all.length - this.#releases.length;
    const known = new Set(this.#releases.map(({ newest }) => revisionKey(newest)));
    for (const key of this.#problems.keys()) if (!known.has(key)) this.#problems.delete(key);
  }

  #head(revision: StoredRevision): ReleaseHead | null {
    return this.#options.heads.get(this.#options.cluster.key, revisionKey(revision));
  }

  #fill(): void {
    if (!this.#isReading && !this.#isClosed) this.#options.boundary.follow(this.#readHeads());
  }

  async #readHeads(): Promise<void> {
    this.#isReading = true;
    const isWanted = ({ newest }: StoredRelease) =>
      this.#head(newest) === null && !this.#problems.has(revisionKey(newest));
    for (let wanted = this.#releases.filter(isWanted); wanted.length > 0; wanted = this.#releases.filter(isWanted)) {
      // oxlint-disable-next-line no-await-in-loop -- so many at once, and no more
      await mapParallel(wanted.slice(0, READ_AT_ONCE), ({ newest }) => this.#readHead(newest));
      if (this.#isClosed) return;
      this.#options.onChange();
    }
    this.#isReading = false;
  }

  async #readHead(revision: StoredRevision): Promise<void> {
    const { cluster, reader, heads } = this.#options;
    const key = revisionKey(revision);
    const read = await reader.read(cluster, revision, 'head');
    if (read.problem === null) heads.set(cluster.key, key, readReleaseHead(read.parts));
    else this.#problems.set(key, read.problem);
  }
}

/** A revision as it is: Helm writes its status into it, and so it becomes another. */
function revisionKey({ uid, resourceVersion }: StoredRevision): string {
  return JSON.stringify([uid, resourceVersion]);
}
