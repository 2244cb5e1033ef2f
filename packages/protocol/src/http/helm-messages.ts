import * as z from 'zod/mini';
import type { JsonObject } from '@lanthorn/base/json.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { Release, ReleaseHead } from '@lanthorn/kube/helm/release.ts';
import type { ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { StatusCell } from '@lanthorn/views/cells/cell.ts';
import { pathSegment, text } from '../path-segment.ts';
import type { Problem } from '../error-kinds.ts';

const storage = z.enum(['secrets', 'configmaps']);
const release = { cluster: text, storage, namespace: pathSegment, name: pathSegment };
const revision = z.int().check(z.gte(1), z.lte(999_999_999));

/** Body of `POST /api/helm/revisions`: what is kept of a release? */
export const revisionsRequest = z.strictObject(release);
export type RevisionsRequest = z.infer<typeof revisionsRequest>;

/** Body of `POST /api/helm/release` and of `POST /api/helm/objects`. */
export const releaseRequest = z.strictObject({ ...release, revision });
export type ReleaseRequest = z.infer<typeof releaseRequest>;

/** Body of `POST /api/helm/reveal`: the same with the values of Secrets. `id` is that of the operation, which is recorded first. */
export const revealReleaseRequest = z.strictObject({
  ...release,
  revision,
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  uid: text.check(z.minLength(1)),
});
export type RevealReleaseRequest = z.infer<typeof revealReleaseRequest>;

/** One revision in the history of a release, the newest first. */
export interface ToldRevision {
  readonly revision: number;
  readonly status: string;
  /** Null where it cannot be read, as `problem` says. */
  readonly head: ReleaseHead | null;
  readonly problem: Problem | null;
  /** Milliseconds. */
  readonly storedAt: number | null;
}

export interface RevisionsAnswer {
  readonly revisions: readonly ToldRevision[];
  /** As many as are not told. */
  readonly left: number;
}

export interface ReleaseAnswer {
  /** Without the values of Secrets in manifest and hooks, unless they were asked for. */
  readonly release: Release;
  /** Those that were given over those of the chart. */
  readonly values: JsonObject;
  /** There are values of Secrets in it, which are masked. */
  readonly isMasked: boolean;
  /** The object that holds it, and its uid. */
  readonly object: string;
  readonly uid: string;
}

/** An object of a release's manifest, as it is in the cluster. */
export interface ToldReleaseObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly isKept: boolean;
  /** `unserved`: the cluster has no such kind, or not in this version. */
  readonly state: 'there' | 'missing' | 'unserved' | 'forbidden' | 'unknown';
  /** Why it is not known. */
  readonly reason: Reason | null;
  readonly status: StatusCell | null;
  /** What is no longer as the manifest has it: the first of it, and in all. */
  readonly drift: readonly TreeChange[];
  readonly drifted: number;
  /** The release that the object itself says it belongs to, where that is another; '' else. */
  readonly otherRelease: string;
}

export interface ReleaseObjectsAnswer {
  readonly objects: readonly ToldReleaseObject[];
  /** False where some of the manifest could not be read. */
  readonly isWhole: boolean;
  /** Milliseconds, by the cluster's clock. */
  readonly asOf: number;
}

/** A release as a list tells it: its newest revision. */
export interface ToldRelease {
  readonly storage: ReleaseStorage;
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly status: string;
  readonly revisions: number;
  /** The revision whose objects are in the cluster; null where Helm says so of none. */
  readonly deployed: number | null;
  readonly storedAt: number | null;
  /** Null until it is read, and where it cannot be, as `problem` says. */
  readonly head: ReleaseHead | null;
  readonly problem: Problem | null;
}

/** How fresh the list is, by what holds releases. */
export interface ReleaseStates {
  readonly secrets: QueryState;
  readonly configmaps: QueryState;
}

/**
 * The stream of releases, a line of JSON each: `begin` before all else, whatever was told before; then what is new or other, what is gone,
 * and how fresh all that is, whenever that changes.
 */
export type ReleaseLine =
  | { readonly type: 'begin' }
  | { readonly type: 'release'; readonly key: string; readonly release: ToldRelease }
  | { readonly type: 'gone'; readonly key: string }
  | { readonly type: 'states'; readonly states: ReleaseStates; readonly left: number };
