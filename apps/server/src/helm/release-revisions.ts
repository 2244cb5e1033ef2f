import { readReleaseHead } from '@lanthorn/kube/helm/release.ts';
import { RELEASE_SELECTOR, type ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RevisionsAnswer, ToldRevision } from '@lanthorn/protocol/http/helm-messages.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import { revisionOf, type StoredRevision } from '@lanthorn/views/facts/helm-releases.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { mapParallel } from '../upstream/parallel.ts';
import type { ReleaseReader } from './release-reader.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** Helm keeps ten; who keeps more looks at the newest. */
const MAX_REVISIONS = 50;
/** Asked for at once. */
const MAX_LISTED = 500;

export interface ReleaseName {
  readonly storage: ReleaseStorage;
  readonly namespace: string;
  readonly name: string;
}

/** What is kept of a release, the newest first; or why that is not known. */
export async function readRevisions(
  cluster: Cluster,
  { storage, namespace, name }: ReleaseName,
  reader: ReleaseReader,
): Promise<RevisionsAnswer | { readonly problem: Problem; readonly status: number }> {
  const response = await cluster.source.send({
    method: 'GET',
    path: resourcePath({ group: '', version: 'v1', resource: storage, namespace }),
    query: { labelSelector: `${RELEASE_SELECTOR},name=${name}`, limit: String(MAX_LISTED) },
    headers: { accept: METADATA },
  });
  const body = await readBody(response);
  if (response.status !== 200)
    return {
      problem: clusterSays(readStatus(response.status, body)),
      status: response.status >= 400 && response.status < 500 ? response.status : 502,
    };
  const found = asArray(getPath(parseJson(body), 'items'))
    .flatMap(item => stored(storage, item) ?? [])
    .filter(({ release }) => release === name)
    .toSorted((a, b) => b.revision - a.revision);
  const told = found.slice(0, MAX_REVISIONS);
  const revisions = await mapParallel(told, async (one): Promise<ToldRevision> => {
    const read = await reader.read(cluster, one, 'head');
    const { revision, status, storedAt } = one;
    const known = { revision, status, storedAt };
    return read.problem === null
      ? { ...known, head: readReleaseHead(read.parts), problem: null }
      : { ...known, head: null, problem: read.problem };
  });
  return { revisions, left: found.length - told.length };
}

function stored(storage: ReleaseStorage, item: unknown): StoredRevision | null {
  return revisionOf(storage, { ...readMeta(item), cells: [] });
}
