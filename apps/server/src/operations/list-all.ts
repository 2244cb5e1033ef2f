import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { AnswerProblem, answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type GroupVersionResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { RequestProblem } from './request-problem.ts';

/** Objects read at a time: a pod is some ten kilobytes, and a page is parsed at once. */
const PAGE = 100;
/** The largest cluster that is judged: as many pods as Kubernetes promises to bear, and a third more. */
const MAX_PAGES = 2_000;

interface Listing {
  /** All of them without it. */
  readonly namespace?: string;
  /** What is kept of each. */
  readonly slim: (object: KubeObject) => KubeObject;
  readonly clock: Pick<Clock, 'nextTurn'>;
}

/** All objects of a kind, page by page, so that nobody waits for the reading. Rejects where they cannot be read. */
export async function listAll(
  cluster: Cluster,
  of: GroupVersionResource,
  { namespace = '', slim, clock }: Listing,
): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: String(PAGE), ...(next === '' ? {} : { continue: next }) };
    const response = await cluster.source.send({ method: 'GET', path: resourcePath({ ...of, namespace }), query });
    const body = await readBody(response);
    if (response.status !== 200) throw new RequestProblem(502, clusterSays(readStatus(response.status, body)));
    const list: unknown = parseJson(body);
    found.push(...asArray(getPath(list, 'items')).filter(isKubeObject).map(slim));
    next = asString(getPath(list, 'metadata', 'continue'));
    if (next === '') return found;
    await clock.nextTurn();
  }
  // What is judged by a part of a cluster may be wrong.
  throw new AnswerProblem(answerReason('listEndless', { pages: MAX_PAGES }));
}
