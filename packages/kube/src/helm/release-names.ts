import { readMeta } from '../objects/kube-object.ts';

/** The type of a Secret that holds a revision of a Helm release. */
export const RELEASE_SECRET_TYPE = 'helm.sh/release.v1';

/** What Helm selects its revisions by, in Secrets and in ConfigMaps. */
export const RELEASE_SELECTOR = 'owner=helm';

/** Where Helm keeps revisions: its storage driver, by the plural of the kind. */
export type ReleaseStorage = 'secrets' | 'configmaps';

const STORED = /^sh\.helm\.release\.v1\.(.+)\.v(\d{1,9})$/;

/** Which revision an object holds, as its name says; null where it holds none. */
export function storedRevision(name: string): { readonly release: string; readonly revision: number } | null {
  const [, release, revision] = STORED.exec(name) ?? [];
  return release === undefined ? null : { release, revision: Number(revision) };
}

/** What Helm calls the object that holds a revision. */
export function storageName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`;
}

/** The release that Helm says an object belongs to; null where it says none. Total. */
export function releaseOf(object: unknown): { readonly namespace: string; readonly name: string } | null {
  const { annotations, namespace } = readMeta(object);
  const name = annotations['meta.helm.sh/release-name'] ?? '';
  if (name === '') return null;
  return { namespace: annotations['meta.helm.sh/release-namespace'] ?? namespace, name };
}
