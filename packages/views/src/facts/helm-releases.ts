import { type ReleaseStorage, RELEASE_SELECTOR, storedRevision } from '@lanthorn/kube/helm/release-names.ts';
import { cellText } from '../cells/cell.ts';
import { kindEntry } from '../cells/kind-entries.ts';
import type { KindView } from '../cells/kind-view.ts';
import { BY_NAME, textAt } from '../cells/path-columns.ts';
import type { Row } from '../row.ts';

/** What holds revisions of releases, without what they hold: a list of releases needs no more than labels. */
const STORED = {
  labelSelector: RELEASE_SELECTOR,
  isMetadataAlone: true,
  defaultSort: BY_NAME,
  columns: [textAt({ id: 'resourceVersion', width: 100 }, 'metadata', 'resourceVersion')],
} as const;

export const RELEASE_STORAGE: Readonly<Record<ReleaseStorage, KindView>> = {
  secrets: { ...kindEntry('secrets'), ...STORED },
  configmaps: { ...kindEntry('configmaps'), ...STORED },
};

/** A revision as its labels tell it. */
export interface StoredRevision {
  readonly storage: ReleaseStorage;
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  readonly status: string;
  /** Milliseconds. */
  readonly storedAt: number | null;
  /** Which object holds it, and in which state that is. */
  readonly object: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** A release: its newest revision, and what there is beside it. */
export interface StoredRelease {
  readonly newest: StoredRevision;
  readonly revisions: number;
  /** The revision whose objects are in the cluster; null where Helm says so of none. */
  readonly deployed: number | null;
}

type StorageRow = Pick<Row, 'namespace' | 'name' | 'uid' | 'labels' | 'createdAt' | 'cells'>;

/** Null for what Helm would not take for a revision either. */
export function revisionOf(storage: ReleaseStorage, row: StorageRow): StoredRevision | null {
  const stored = storedRevision(row.name);
  if (stored === null) return null;
  const { labels, namespace, uid, name, createdAt, cells } = row;
  const seconds = Number(labels['modifiedAt'] ?? labels['createdAt']);
  return {
    ...{ storage, namespace, uid, ...stored },
    status: labels['status'] ?? 'unknown',
    storedAt: Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1_000 : createdAt,
    object: name,
    resourceVersion: cellText(cells[0]),
  };
}

/** The releases of these revisions, by namespace and name. */
export function releasesOf(revisions: readonly StoredRevision[]): StoredRelease[] {
  const found = new Map<string, StoredRelease>();
  for (const one of revisions) {
    const key = JSON.stringify([one.namespace, one.release, one.storage]);
    const known = found.get(key);
    const deployed = one.status === 'deployed' ? one.revision : 0;
    const newestDeployed = Math.max(known?.deployed ?? 0, deployed);
    found.set(key, {
      newest: known === undefined || known.newest.revision < one.revision ? one : known.newest,
      revisions: (known?.revisions ?? 0) + 1,
      deployed: newestDeployed === 0 ? null : newestDeployed,
    });
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, release]) => release);
}
