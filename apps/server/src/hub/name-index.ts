import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiResponse, readBody } from '@lanthorn/kube/api-request.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/status.ts';
import type { FoundName, NamesAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { type NamePage, searchNames } from './search-names.ts';

/** Of each object no more than its metadata; a page is some megabytes before gzip. */
const NAMES = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const PAGE_SIZE = 1_000;
/** Twelve megabytes of names; a cluster with more has them found in part, and that is said. */
export const MAX_NAMES = 300_000;

/** A kind whose names are looked for. */
export interface NamedKind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** Names of a cluster's objects as they were once, read page by page; what is there already can be searched. */
export class NameIndex {
  readonly startedAt: number;
  readonly #cluster: Cluster;
  readonly #pages: NamePage[] = [];
  readonly #missing: string[] = [];
  #count = 0;
  #isComplete = false;

  constructor(cluster: Cluster, kinds: readonly NamedKind[], startedAt: number) {
    this.#cluster = cluster;
    this.startedAt = startedAt;
    void this.#load(kinds);
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  search(query: string, limit: number): NamesAnswer {
    const found: FoundName[] = searchNames(this.#pages, query, limit);
    return {
      found,
      loaded: this.#count,
      isComplete: this.#isComplete,
      isCut: this.#count >= MAX_NAMES,
      missing: this.#missing,
      asOf: this.startedAt,
    };
  }

  /** One kind after the other: nobody is to notice that names are looked for. */
  async #load(kinds: readonly NamedKind[]): Promise<void> {
    for (const kind of kinds) {
      try {
        await this.#loadKind(kind);
      } catch (error) {
        this.#missing.push(`${kind.resource}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#isComplete = true;
  }

  async #loadKind(kind: NamedKind): Promise<void> {
    let token = '';
    do {
      const query = { limit: String(PAGE_SIZE), ...(token === '' ? {} : { continue: token }) };
      const response: ApiResponse = await this.#cluster.source.send({
        method: 'GET',
        path: resourcePath(kind),
        query,
        headers: { accept: NAMES },
      });
      const body = await readBody(response);
      // A kind that is not there has no names.
      if (response.status === 404) return;
      if (response.status !== 200) throw new Error(readStatus(response.status, body).message ?? 'refused');
      const list: unknown = JSON.parse(body);
      const names = asArray(getPath(list, 'items')).map(item => {
        const namespace = asString(getPath(item, 'metadata', 'namespace'));
        return `${namespace}/${asString(getPath(item, 'metadata', 'name'))}`;
      });
      this.#pages.push({ resource: kind.resource, text: `\n${names.join('\n')}\n` });
      this.#count += names.length;
      token = asString(getPath(list, 'metadata', 'continue'));
    } while (token !== '' && this.#count < MAX_NAMES);
  }
}
