import type { Reason } from '@lanthorn/base/reason.ts';
import { CancelSource } from '@lanthorn/base/clock.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiRequest, type ApiResponse, readBody } from '@lanthorn/kube/api/api-request.ts';
import { discoverResources } from '@lanthorn/kube/api/discovery.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { AnswerProblem, answerReason, reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { readStatus, refusalReason } from '@lanthorn/kube/api/status.ts';
import type { NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { type NamePage, bestMatches, uidMatches } from './best-matches.ts';

/** Of each object no more than its metadata. */
const NAMES = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
/** A page is parsed at once; with who owns which field it has up to 2 MB, which keeps others waiting for less than 10 ms. */
const PAGE_SIZE = 500;
/** Twelve megabytes of names, and as many of uids; a cluster with more has them found in part, and that is said. */
export const MAX_NAMES = 300_000;
/** What all names come in when each page is full: a list with more pages does not end. */
export const MAX_PAGES = MAX_NAMES / PAGE_SIZE;
/** Pages in a row that bring nothing and name another one. */
const MAX_EMPTY_PAGES = 10;
/** Twenty times as many kinds as a cluster full of operators has. */
const MAX_KINDS = 5_000;

/** A kind whose names are looked for. */
export interface NamedKind extends GroupVersionResource {
  readonly kind: string;
  readonly isNamespaced: boolean;
}

/** An event's name says nothing. */
const isNamed = ({ group, resource }: Pick<GroupVersionResource, 'group' | 'resource'>) =>
  resource !== 'events' || (group !== '' && group !== 'events.k8s.io');

/** What people look for most, in the order of the navigation. */
const FIRST: readonly NamedKind[] = KIND_VIEWS.map(({ resource, kind, namespaced }) => ({
  ...resource,
  kind,
  isNamespaced: namespaced,
})).filter(isNamed);
const IS_FIRST = new Set(FIRST.map(groupResource));

/**
 * Names of a cluster's objects of every kind as they were once, read page by page; what is there already can be searched. What an
 * identity may not list in the whole cluster is looked for in the namespaces told.
 */
export class NameIndex {
  readonly namespaces: readonly string[];
  readonly startedAt: number;
  /** The same by the clock of durations. */
  readonly startedElapsed: number;
  readonly #cluster: Cluster;
  readonly #pages: NamePage[] = [];
  readonly #missing: Reason[] = [];
  readonly #forbidden = new Set<string>();
  readonly #stop = new CancelSource();
  #count = 0;
  #isComplete = false;
  #isScoped = false;

  constructor(cluster: Cluster, namespaces: readonly string[]) {
    this.#cluster = cluster;
    this.namespaces = namespaces;
    this.startedAt = cluster.clock.now();
    this.startedElapsed = cluster.clock.elapsed();
    void this.#load();
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Nobody looks for names any more: no further page is asked for. */
  close(): void {
    this.#stop.cancel();
  }

  /** Whether names in these namespaces would be in it. */
  covers(namespaces: readonly string[]): boolean {
    return !this.#isScoped || namespaces.every(namespace => this.namespaces.includes(namespace));
  }

  search(query: string, limit: number): NamesAnswer {
    const byUid = uidMatches(this.#pages, query, limit + 1);
    const found = [...byUid, ...bestMatches(this.#pages, query, limit + 1)];
    return {
      found: found.slice(0, limit),
      hasMore: found.length > limit,
      loaded: this.#count,
      isComplete: this.#isComplete,
      isCut: this.#count >= MAX_NAMES,
      missing: this.#missing,
      forbidden: this.#forbidden.size,
      asOf: this.startedAt,
    };
  }

  /** One kind after the other: nobody is to notice that names are looked for. */
  async #load(): Promise<void> {
    for (const kind of FIRST) await this.#loadKind(kind);
    const ofKinds = (why: Reason) => answerReason('otherKinds', { why });
    await this.#try(ofKinds, async () => {
      const { kinds: found } = await discoverResources(this.#cluster.source);
      const others = found.filter(kind => isListed(kind) && !IS_FIRST.has(groupResource(kind)));
      for (const kind of others.slice(0, MAX_KINDS)) await this.#loadKind(kind);
    });
    this.#isComplete = true;
  }

  async #loadKind(kind: NamedKind): Promise<void> {
    const ofKind = (why: Reason) => answerReason('namesOf', { kind: groupResource(kind), why });
    await this.#try(ofKind, async () => {
      if (await this.#loadScope(kind, '')) return;
      if (kind.isNamespaced) this.#isScoped = true;
      let isThere = false;
      for (const namespace of kind.isNamespaced ? this.namespaces : [])
        isThere = (await this.#loadScope(kind, namespace)) || isThere;
      if (!isThere) this.#forbidden.add(groupResource(kind));
    });
  }

  async #try(missing: (why: Reason) => Reason, task: () => Promise<void>): Promise<void> {
    if (this.#stop.aborted) return;
    try {
      await task();
    } catch (error) {
      this.#missing.push(missing(reasonOfError(error)));
    }
  }

  /** False where it may not be listed. */
  async #loadScope(kind: NamedKind, namespace: string): Promise<boolean> {
    const { group, version, resource } = kind;
    let token: string | null = '';
    let emptyPages = 0;
    for (let page = 1; token !== null && this.#count < MAX_NAMES && !this.#stop.aborted; page++) {
      const request: ApiRequest = {
        method: 'GET',
        path: resourcePath({ group, version, resource, namespace }),
        query: { limit: String(PAGE_SIZE), ...(token === '' ? {} : { continue: token }) },
        headers: { accept: NAMES },
      };
      const response: ApiResponse = await this.#cluster.source.send(request, this.#stop);
      const body = await readBody(response);
      if (response.status === 403) return false;
      // A kind that is not there has no names.
      if (response.status === 404) return true;
      if (response.status !== 200) throw new AnswerProblem(refusalReason(readStatus(response.status, body)));
      const before = this.#count;
      token = this.#addPage(kind, JSON.parse(body));
      emptyPages = this.#count === before ? emptyPages + 1 : 0;
      if (token !== null && (page >= MAX_PAGES || emptyPages >= MAX_EMPTY_PAGES))
        throw new AnswerProblem(answerReason('listEndless', { pages: page }));
    }
    return true;
  }

  /** What to continue with, null at the end. */
  #addPage(kind: NamedKind, list: unknown): string | null {
    const items = asArray(getPath(list, 'items'));
    const said = (item: unknown, field: string) => asString(getPath(item, 'metadata', field));
    const names = items.map(item => `${said(item, 'namespace')}/${said(item, 'name')}`);
    const uids = items.map(item => said(item, 'uid'));
    if (names.length > 0) this.#pages.push({ kind, text: `\n${names.join('\n')}\n`, uids: `\n${uids.join('\n')}\n` });
    this.#count += names.length;
    return asString(getPath(list, 'metadata', 'continue')) || null;
  }
}

/** What cannot be watched is computed at each question (metrics, reviews), under the names of other objects. */
function isListed(kind: NamedKind & { readonly verbs: readonly string[] }): boolean {
  return isNamed(kind) && ['list', 'watch', 'get'].every(verb => kind.verbs.includes(verb));
}
