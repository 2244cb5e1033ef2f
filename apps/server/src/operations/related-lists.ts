import type { RelatedList } from '@lanthorn/actions/machinery/action.ts';
import { withoutDepth } from '@lanthorn/base/json-depth.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ItemSplitter } from '@lanthorn/watch/item-splitter.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** What belongs to one object is some dozen; of more it is not claimed that all were seen. */
const MAX_LISTED = 500;

/** What was read for the targets of one question: the same list of a cluster is asked for once. */
export type ReadLists = Map<string, Promise<readonly KubeObject[] | null>>;

/** Lists an action is planned with; null where one cannot be read whole, or is not needed. Never rejects. */
export function readRelated(
  cluster: Cluster,
  lists: readonly RelatedList[],
  known: ReadLists = new Map(),
): Promise<(readonly KubeObject[] | null)[]> {
  return Promise.all(
    lists.map(async ({ after, ...list }) => {
      if (after !== undefined) {
        const found = await readRelated(cluster, after.lists, known);
        if (!after.isNeeded(found, cluster.clock.now())) return null;
      }
      const key = JSON.stringify([cluster.key, list]);
      const reading = known.get(key) ?? readList(cluster, list).catch(unread);
      known.set(key, reading);
      return reading;
    }),
  );
}

/** What is not known is said as such by whoever planned with it. */
function unread(error: unknown): null {
  if (error instanceof Error) return null;
  throw error;
}

async function readList(
  cluster: Cluster,
  { resource, namespace, labels, name }: RelatedList,
): Promise<readonly KubeObject[] | null> {
  const response = await cluster.source.send({
    method: 'GET',
    path: resourcePath({ ...resource, namespace }),
    query: {
      limit: String(MAX_LISTED),
      ...(labels === undefined ? {} : { labelSelector: labels }),
      ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
    },
  });
  if (response.status !== 200) {
    await readBody(response);
    return null;
  }
  const splitter = new ItemSplitter(text => parseJson(withoutDepth(text)));
  const items: KubeObject[] = [];
  for await (const chunk of response.body)
    for (const item of splitter.push(chunk)) {
      // Most servers name the next page before the first object: the rest is not read.
      if (items.length === 0 && isCut(splitter.head())) return null;
      if (isKubeObject(item)) items.push(item);
    }
  return isCut(parseJson(splitter.end())) ? null : items;
}

function isCut(list: unknown): boolean {
  return asString(getPath(list, 'metadata', 'continue')) !== '';
}
