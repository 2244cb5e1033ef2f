import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { type ApiRequest, type ApiResponse, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { apiVersionOf, type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/** A cluster is updated seldom, and is asked in the version of the record again after this long. */
const TTL_MS = 30_000;

/** A list that is not served is asked for again and again: the cluster is asked about its versions no more often than this. */
const LOOK_AGAIN_MS = 2_000;

interface Found {
  readonly at: number;
  /** Null where no version has it. */
  readonly version: Promise<string | null>;
}

/**
 * A cluster that may be older than our records: what is asked for in the version of a kind's record, and is not served in it, is asked for
 * in the version that the server prefers of those that have it. Lists, watches, objects and changes all come this way. At most one version is
 * known for each record.
 */
export class ServedVersionSource implements ApiSource {
  readonly #inner: ApiSource;
  readonly #clock: Clock;
  readonly #found = new Map<string, Found>();

  constructor(inner: ApiSource, clock: Clock) {
    this.#inner = inner;
    this.#clock = clock;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const asked = ofRecord(request.path);
    if (asked === null) return this.#inner.send(request, signal);
    const sentIn = (await this.#known(asked)) ?? asked.version;
    const response = await this.#inner.send(inVersion(request, asked, sentIn), signal);
    if (response.status !== 404) return response;
    const text = await readBody(response);
    const refusal: ApiResponse = { ...response, body: textBody(text) };
    // What is named in it is an object that is not there.
    if (readStatus(404, text).details?.name !== undefined) return refusal;
    try {
      const version = await this.#look(asked, sentIn);
      return version === null || version === sentIn
        ? refusal
        : await this.#inner.send(inVersion(request, asked, version), signal);
    } catch (error) {
      // Whether it is there is not known: nobody may take it for gone.
      if (error instanceof LookupRefused) return { ...error.response, body: textBody(error.text) };
      throw error;
    }
  }

  async #known(asked: GroupVersionResource): Promise<string | null> {
    const found = this.#found.get(groupResource(asked));
    if (found === undefined || this.#clock.elapsed() - found.at >= TTL_MS) return null;
    return found.version.catch(() => null);
  }

  /** Once for all who ask at the same time; who asks in vain later, or was refused in the version that was found, looks anew. */
  async #look(asked: GroupVersionResource, refusedIn: string): Promise<string | null> {
    const key = groupResource(asked);
    const now = this.#clock.elapsed();
    const before = this.#found.get(key);
    if (before !== undefined && now - before.at < LOOK_AGAIN_MS) {
      const version = await before.version;
      if (version !== refusedIn) return version;
    }
    const found: Found = { at: now, version: this.#servedVersion(asked) };
    this.#found.set(key, found);
    found.version.catch(() => this.#found.get(key) === found && this.#found.delete(key));
    return found.version;
  }

  async #servedVersion({ group, version: own, resource }: GroupVersionResource): Promise<string | null> {
    const said = await this.#read(`/apis/${group}`);
    const preferred = asString(getPath(said, 'preferredVersion', 'version'));
    const others = asArray(getPath(said, 'versions')).map(each => asString(asObject(each)['version']));
    for (const version of new Set([...(others.includes(own) ? [own] : []), preferred, ...others])) {
      if (version === '') continue;
      const resources = asArray(getPath(await this.#read(`/apis/${group}/${version}`), 'resources'));
      if (resources.some(each => asObject(each)['name'] === resource)) return version;
    }
    return null;
  }

  /** Null where there is no such group or version. */
  async #read(path: string): Promise<unknown> {
    const response = await this.#inner.send({ method: 'GET', path, headers: { accept: 'application/json' } });
    const text = await readBody(response);
    if (response.status === 404) return null;
    if (response.status !== 200) throw new LookupRefused(response, text);
    return parseJson(text);
  }
}

/** The cluster did not say which versions it has. */
class LookupRefused extends Error {
  override name = 'LookupRefused';
  readonly response: ApiResponse;
  readonly text: string;

  constructor(response: ApiResponse, text: string) {
    super(`asked for its versions, the cluster answered ${response.status}`);
    this.response = response;
    this.text = text;
  }
}

/** What is asked for in the version of its record; null where it is anything else. */
function ofRecord(path: string): GroupVersionResource | null {
  const [, apis, group = '', version = '', ...rest] = path.split('/');
  if (apis !== 'apis') return null;
  const resource = (rest[0] === 'namespaces' && rest.length > 2 ? rest[2] : rest[0]) ?? '';
  const record = findKindEntry({ group, resource })?.resource;
  return record?.version === version ? record : null;
}

/**
 * The same in another version; what is sent says it, too. A field that the other version does not have is refused, where the server would
 * leave it out and call it done.
 */
function inVersion(request: ApiRequest, asked: GroupVersionResource, version: string): ApiRequest {
  if (version === asked.version) return request;
  const before = `/apis/${asked.group}/${asked.version}/`;
  const moved = { ...request, path: `/apis/${asked.group}/${version}/${request.path.slice(before.length)}` };
  const sent = isWrite(request) ? { ...moved, query: { ...request.query, fieldValidation: 'Strict' } } : moved;
  if (request.body?.startsWith('{') !== true) return sent;
  const body = asObject(parseJson(request.body));
  const apiVersion = apiVersionOf({ ...asked, version });
  return body['apiVersion'] === apiVersionOf(asked) ? { ...sent, body: writeJson({ ...body, apiVersion }) } : sent;
}

function isWrite({ method }: ApiRequest): boolean {
  return method !== 'GET' && method !== 'DELETE';
}

async function* textBody(text: string): AsyncIterable<string> {
  yield text;
}
