import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type ResourcePath, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus, refusalReason } from '@lanthorn/kube/api/status.ts';
import type { Cluster } from '../upstream/cluster.ts';

const PAGE = 500;
/** Twenty thousand of a kind: more than any cluster is known to have. Beyond that it is said that not all were read. */
const MAX_PAGES = 40;

export function rbacPath(target: Pick<ResourcePath, 'resource' | 'namespace' | 'name'>): string {
  return resourcePath({ group: 'rbac.authorization.k8s.io', version: 'v1', ...target });
}

/** The API server's own words. */
class Refused extends Error {
  override name = 'Refused';
  readonly reason: Reason;
  readonly status: number;

  constructor(reason: Reason, status: number) {
    super(reason.message);
    this.reason = reason;
    this.status = status;
  }
}

/** Why something could not be read. */
export function reasonOf(error: unknown): Reason {
  return error instanceof Refused ? error.reason : reasonOfError(error);
}

/** With what an API server refused: 403 where less may be allowed, 404 where there is nothing; 0 where none answered. */
export function refusedWith(error: unknown): number {
  return error instanceof Refused ? error.status : 0;
}

/** Every object of a list, page by page; rejects where one of them cannot be had. */
export async function readAll(cluster: Cluster, path: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: String(PAGE), ...(next === '' ? {} : { continue: next }) };
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const list = await readOne(cluster, path, query);
    found.push(...asArray(getPath(list, 'items')));
    next = asString(getPath(list, 'metadata', 'continue'));
    if (next === '') return found;
  }
  throw new Error(`more than ${MAX_PAGES * PAGE} objects`);
}

/** What is at a path; rejects where it cannot be had. */
export async function readOne(
  cluster: Cluster,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await cluster.source.send({ method: 'GET', path, query });
  const body = await readBody(response);
  if (response.status !== 200) throw new Refused(refusalReason(readStatus(response.status, body)), response.status);
  return parseJson(body);
}
