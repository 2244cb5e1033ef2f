import { asArray, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import {
  type GroupVersionResource,
  parseResourceKey,
  resourcePath,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { must } from '@lanthorn/base/assert.ts';

/** The API server refused; controllers decide by `status.reason`. */
export class ApiFailure extends Error {
  override name = 'ApiFailure';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? 'request failed');
    this.status = status;
  }
}

export function isFailure(error: unknown, ...reasons: readonly string[]): boolean {
  return error instanceof ApiFailure && reasons.includes(error.status.reason ?? '');
}

/** As many as the API server answers in some milliseconds. */
const PAGE_SIZE = 500;

/** Nobody reads warnings of unknown or doubled fields here, which the server would look for in the text of every object. */
const UNCHECKED = { fieldValidation: 'Ignore' };

/** `jobs.v1.batch` as used throughout the controllers. */
export type ResourceName = string;

function gvr(resource: ResourceName): GroupVersionResource {
  return must(parseResourceKey(resource), `${resource} is no resource`);
}

/** Requests of a controller: one object in, one object out. */
export class ApiClient {
  readonly source: ApiSource;

  readonly #userAgent: string;

  /** What it writes is known as this client's (`managedFields`). */
  constructor(source: ApiSource, userAgent = 'kube-controller-manager') {
    this.source = source;
    this.#userAgent = userAgent;
  }

  create(resource: ResourceName, object: KubeObject): Promise<KubeObject> {
    const path = resourcePath({ ...gvr(resource), namespace: object.metadata.namespace });
    return this.#object({ method: 'POST', path, query: UNCHECKED, body: writeJson(object) });
  }

  get(
    resource: ResourceName,
    object: { readonly namespace?: string | undefined; readonly name: string; readonly subresource?: string },
  ): Promise<KubeObject> {
    return this.#object({ method: 'GET', path: resourcePath({ ...gvr(resource), ...object }) });
  }

  /** All objects of one namespace, or of all, in one answer. */
  async list(resource: ResourceName, namespace?: string): Promise<KubeObject[]> {
    const list = await this.#send({ method: 'GET', path: resourcePath({ ...gvr(resource), namespace }) });
    return asArray(list['items']).filter(isKubeObject);
  }

  /** The same in pages, so that a long list does not block the event loop. */
  async *pages(resource: ResourceName): AsyncGenerator<readonly KubeObject[]> {
    let token = '';
    do {
      const query = { limit: String(PAGE_SIZE), ...(token === '' ? {} : { continue: token }) };
      const list = await this.#send({ method: 'GET', path: resourcePath(gvr(resource)), query });
      yield asArray(list['items']).filter(isKubeObject);
      token = asString(getPath(list, 'metadata', 'continue'));
    } while (token !== '');
  }

  /** Merge patch; a resourceVersion in it is a precondition. */
  patch(
    resource: ResourceName,
    object: KubeObject,
    change: { readonly patch: JsonObject; readonly subresource?: string },
  ): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    const path = resourcePath({ ...gvr(resource), namespace, name, subresource: change.subresource });
    const headers = { 'content-type': 'application/merge-patch+json' };
    return this.#object({ method: 'PATCH', path, headers, body: writeJson(change.patch) });
  }

  update(resource: ResourceName, object: KubeObject, subresource?: string): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    return this.#object({
      method: 'PUT',
      path: resourcePath({ ...gvr(resource), namespace, name, subresource }),
      query: UNCHECKED,
      body: writeJson(object),
    });
  }

  /** Asks for something to be done with an object, at a path below it. */
  async ask(
    resource: ResourceName,
    { metadata: { namespace, name } }: KubeObject,
    { subresource, body }: { readonly subresource: string; readonly body: JsonObject },
  ): Promise<void> {
    const path = resourcePath({ ...gvr(resource), namespace, name, subresource });
    await this.#send({ method: 'POST', path, body: writeJson(body) });
  }

  /** Deletes that very object (by uid); one that is gone already is fine. */
  async delete(resource: ResourceName, object: KubeObject, options: JsonObject = {}): Promise<void> {
    const { namespace, name, uid } = object.metadata;
    const body = JSON.stringify({ preconditions: { uid }, propagationPolicy: 'Background', ...options });
    try {
      await this.#send({ method: 'DELETE', path: resourcePath({ ...gvr(resource), namespace, name }), body });
    } catch (error) {
      if (!isFailure(error, 'NotFound', 'Conflict')) throw error;
    }
  }

  async #object(request: ApiRequest): Promise<KubeObject> {
    const value = await this.#send(request);
    if (!isKubeObject(value)) throw new Error(`${request.path} answered no object`);
    return value;
  }

  async #send(request: ApiRequest): Promise<JsonObject> {
    const response = await this.source.send({
      ...request,
      headers: { 'content-type': 'application/json', 'user-agent': this.#userAgent, ...request.headers },
    });
    if (response.status >= 400) throw new ApiFailure(readStatus(response.status, await readBody(response)));
    const value: unknown = response.value ?? parseJson(await readBody(response));
    if (!isObject(value)) throw new Error(`${request.path} answered no object`);
    return value;
  }
}
