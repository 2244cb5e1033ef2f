import { readReleaseHead } from '@lanthorn/kube/helm/release.ts';
import { RELEASE_SELECTOR, type ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { AnswerProblem, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';
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
/** Asked for at once: all are looked through, as an API server gives them by their names, and `v10` comes before `v9`. */
const PAGE = 500;
/** More revisions of one release than etcd has room for. */
const MAX_PAGES = 100;

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
  const listed = await listRevisions(cluster, { storage, namespace, name });
  if (listed.refusal !== null) {
    const { refusal, status } = listed;
    return { problem: clusterSays(refusal), status: status >= 400 && status < 500 ? status : 502 };
  }
  const found = listed.revisions.toSorted((a, b) => b.revision - a.revision);
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

/** All that are kept, in any order. Rejects where the list does not end. */
async function listRevisions(
  cluster: Cluster,
  { storage, namespace, name }: ReleaseName,
): Promise<
  | { readonly refusal: Status; readonly status: number }
  | { readonly refusal: null; readonly revisions: readonly StoredRevision[] }
> {
  const found: StoredRevision[] = [];
  const path = resourcePath({ group: '', version: 'v1', resource: storage, namespace });
  const selected = { labelSelector: `${RELEASE_SELECTOR},name=${name}`, limit: String(PAGE) };
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = next === '' ? selected : { ...selected, continue: next };
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const response = await cluster.source.send({ method: 'GET', path, query, headers: { accept: METADATA } });
    // oxlint-disable-next-line no-await-in-loop -- as above
    const body = await readBody(response);
    const { status } = response;
    if (status !== 200) return { refusal: readStatus(status, body), status };
    const list: unknown = parseJson(body);
    const items = asArray(getPath(list, 'items')).flatMap(item => stored(storage, item) ?? []);
    found.push(...items.filter(({ release }) => release === name));
    next = asString(getPath(list, 'metadata', 'continue'));
    if (next === '') return { refusal: null, revisions: found };
  }
  throw new AnswerProblem(answerReason('listEndless', { pages: MAX_PAGES }));
}

function stored(storage: ReleaseStorage, item: unknown): StoredRevision | null {
  return revisionOf(storage, { ...readMeta(item), cells: [] });
}
