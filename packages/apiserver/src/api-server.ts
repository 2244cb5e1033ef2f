import { CancelSource, type CancelSignal, type Clock } from '@lanthorn/base/clock.ts';
import { asObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { Status } from '@lanthorn/kube/status.ts';
import {
  ApiError,
  badRequest,
  methodNotAllowed,
  notFound,
  unauthorized,
  unknownFormat,
  unknownPath,
  unsupportedMediaType,
} from './api-error.ts';
import { Authorizer, forbidden, forbiddenPath } from './authorizer.ts';
import rbac from './data/bootstrap-rbac.json' with { type: 'json' };
import version from './data/version.json' with { type: 'json' };
import { discoveryRoot, plainGroup, resourceList } from './discovery.ts';
import { impersonated } from './impersonation.ts';
import { listObjects } from './list.ts';
import { readBoolean, readListOptions } from './list-options.ts';
import { ObjectStore } from './object-store.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { applyPatchBody, readApplyBody } from './patch-body.ts';
import { negotiate, type RepresentOptions, representList, representObject, typed } from './representation.ts';
import { type RequestInfo, readRequestInfo } from './request-info.ts';
import { hasGroup, RESOURCES, resourceInfo } from './resource-info.ts';
import { answerReview } from './reviews.ts';
import { fromScale, toScale } from './scale.ts';
import { strategyOf } from './strategies.ts';
import { PROTOBUF } from './protobuf.ts';
import { bound, evicted } from './pod-subresources.ts';
import { Storage, storageKey } from './storage.ts';
import type { UserInfo } from './user-info.ts';
import { watchStream } from './watch-stream.ts';
import { parseBody, readDeleteOptions, readWriteOptions, requireFieldManager } from './write-options.ts';

export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | null;
  readonly sinceSeconds: number | null;
  readonly limitBytes: number | null;
}

/** What the server asks of the node a pod runs on. */
export interface Kubelet {
  /** The log's chunks, or why there is none (HTTP 400). */
  containerLog(
    pod: KubeObject,
    options: LogOptions,
    signal: CancelSignal,
  ): { readonly chunks: AsyncIterable<string> } | { readonly error: string };
}

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Events kept per resource for watches and paged lists. */
  readonly historyLimit?: number;
}

/** A kube-apiserver in memory: `handle` answers a request as the real one does, without any HTTP inside. */
export class ApiServer {
  readonly storage: Storage;
  kubelet: Kubelet | null = null;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #objects: ObjectStore;
  readonly #authorizer: Authorizer;

  constructor({ clock, random, historyLimit }: ApiServerOptions) {
    this.#clock = clock;
    this.#random = random;
    this.storage = new Storage(historyLimit);
    this.#objects = new ObjectStore({ storage: this.storage, clock, random });
    this.#authorizer = new Authorizer(this.storage);
    // What the server makes for itself is nobody's.
    const options = readWriteOptions({}, { userAgent: '' });
    for (const body of rbac.clusterroles)
      this.#objects.create(resourceInfo('clusterroles.v1.rbac.authorization.k8s.io'), '', { body, options });
    for (const body of rbac.clusterrolebindings) {
      this.#objects.create(resourceInfo('clusterrolebindings.v1.rbac.authorization.k8s.io'), '', { body, options });
    }
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
      this.#objects.create(resourceInfo('namespaces.v1.'), '', { body: { metadata: { name } }, options });
    }
  }

  /** This server as one user sees it. */
  as(user: UserInfo | null): ApiSource {
    return { send: (request, signal) => this.handle(request, user, signal) };
  }

  /** Puts a complete object into storage as a backup's restore would: no defaults, no validation. */
  load(resource: string, object: KubeObject): void {
    this.storage.put(resource, storageKey(object.metadata.namespace ?? '', object.metadata.name ?? ''), object);
  }

  /** Never rejects: every refusal is an answer. */
  async handle(
    request: ApiRequest,
    user: UserInfo | null,
    signal: CancelSignal = new CancelSource(),
  ): Promise<ApiResponse> {
    try {
      if (user === null) throw unauthorized();
      return this.#route(request, impersonated(request, user, this.#authorizer), signal);
    } catch (error) {
      if (error instanceof ApiError) return statusResponse(error.status);
      throw error;
    }
  }

  #route(request: ApiRequest, user: UserInfo, signal: CancelSignal): ApiResponse {
    const query = request.query ?? {};
    const target = readRequestInfo(request, readBoolean(query['watch']));
    if (target === null) return this.#nonResource(request, user);
    if (request.headers?.['content-type']?.startsWith(PROTOBUF) === true) throw unsupportedMediaType();
    const { info, namespace, name = '', subresource, verb } = target;
    const attributes = { verb, group: info.group, resource: info.resource, subresource, namespace, name };
    if (!this.#authorizer.allows(user, attributes)) throw forbidden(user, attributes);
    if (!info.verbs.includes(verb) && subresource === '') throw methodNotAllowed();
    if (info.group.startsWith('authorization') || info.group.startsWith('authentication')) {
      const body = answerReview(
        info.kind,
        parseBody(request.body, why => why),
        { user, authorizer: this.#authorizer, clock: this.#clock, manager: writeOptions(request).manager },
      );
      return jsonResponse(201, body);
    }
    if (subresource === 'log') return this.#log(target, query, signal);
    if (subresource === 'binding' || subresource === 'eviction') return this.#podAction(request, target);
    checkContentType(request);
    const response = this.#resource(request, target, signal);
    const { warning } = strategyOf(info.resource);
    return warning === undefined ? response : { ...response, warnings: [warning, ...response.warnings] };
  }

  #resource(request: ApiRequest, target: RequestInfo, signal: CancelSignal): ApiResponse {
    switch (target.verb) {
      case 'list':
        return this.#list(request, target);
      case 'watch':
        return this.#watch(request, target, signal);
      case 'get':
        return this.#get(request, target);
      case 'create':
        return this.#create(request, target);
      case 'update':
      case 'patch':
        return this.#update(request, target);
      case 'delete':
        return this.#delete(request, target);
      default:
        return this.#deleteCollection(request, target);
    }
  }

  #represent(request: ApiRequest): RepresentOptions {
    return {
      shape: negotiate(request.headers?.['accept']),
      includeObject: request.query?.['includeObject'] ?? 'Metadata',
      now: this.#clock.now(),
    };
  }

  #list(request: ApiRequest, { info, namespace }: RequestInfo): ApiResponse {
    const represent = this.#represent(request);
    const options = readListOptions(request.query ?? {}, info.resource, undefined);
    const { objects, listMeta } = listObjects(this.storage, info, { namespace, options });
    return jsonResponse(200, representList(info, objects, { ...represent, listMeta }));
  }

  #watch(request: ApiRequest, { info, namespace, name }: RequestInfo, signal: CancelSignal): ApiResponse {
    const represent = this.#represent(request);
    const options = readListOptions(request.query ?? {}, info.resource, name);
    const context = {
      storage: this.storage,
      clock: this.#clock,
      random: this.#random,
      info,
      namespace,
      options,
      represent,
      signal,
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: watchStream(context), warnings: [] };
  }

  #get(request: ApiRequest, target: RequestInfo): ApiResponse {
    const represent = this.#represent(request);
    const object = this.#objects.get(refOf(target));
    return jsonResponse(
      200,
      target.subresource === 'scale' ? toScale(object) : representObject(target.info, object, represent),
    );
  }

  #create(request: ApiRequest, { info, namespace }: RequestInfo): ApiResponse {
    const represent = this.#represent(request);
    if ((request.body ?? '') === '') {
      const why = `couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`;
      throw badRequest(`the object provided is unrecognized (must be of type ${info.kind}): ${why}`);
    }
    const body = parseBody(
      request.body,
      why =>
        `the object provided is unrecognized (must be of type ${info.kind}): couldn't get version/kind; json parse error: ${why} (${shownBody(request.body ?? '')})`,
    );
    const written = this.#objects.create(info, namespace, { body, options: writeOptions(request) });
    return jsonResponse(201, representObject(info, written.object, represent), written.warnings);
  }

  #update(request: ApiRequest, target: RequestInfo): ApiResponse {
    const { info, subresource, verb } = target;
    const represent = this.#represent(request);
    const query = request.query ?? {};
    const ref = refOf(target);
    const contentType = request.headers?.['content-type'] ?? 'application/json';
    const scope = isScope(subresource) ? subresource : 'main';
    if (verb === 'patch' && contentType.startsWith('application/apply-patch')) {
      requireFieldManager(query);
      const body = readApplyBody(request.body ?? '');
      const applied = this.#objects.apply(ref, { body, options: writeOptions(request), scope, subresource });
      const object = representObject(info, applied.object, represent);
      return jsonResponse(applied.isNew ? 201 : 200, object, applied.warnings);
    }
    const current = () =>
      subresource === 'scale' ? toScale(this.#objects.get(ref)) : typed(info, this.#objects.get(ref));
    const sent =
      verb === 'patch'
        ? applyPatchBody(info, current(), { contentType, body: request.body ?? '' })
        : parseBody(request.body, why => `the object provided is unrecognized (must be of type ${info.kind}): ${why}`);
    if (verb === 'update' && subresource === '') this.#objects.requireUid(ref, asObject(sent['metadata'])['uid']);
    const body = subresource === 'scale' ? fromScale(info, this.#objects.get(ref), sent) : sent;
    const written = this.#objects.update(ref, { body, options: writeOptions(request), scope, subresource });
    const answer = subresource === 'scale' ? toScale(written.object) : representObject(info, written.object, represent);
    return jsonResponse(200, answer, written.warnings);
  }

  /** A pod is given its node, or asked to leave it: both answer with a bare success. */
  #podAction(request: ApiRequest, target: RequestInfo): ApiResponse {
    const ref = refOf(target);
    const options = writeOptions(request);
    const body = parseBody(request.body, why => why);
    const pod = this.#objects.get(ref);
    if (target.subresource === 'binding') this.#objects.replace(ref, bound(pod, body, this.#clock.now()), options);
    else {
      const budgets: KubeObject[] = [];
      const prefix = `${target.namespace}/`;
      this.storage.scan(
        'poddisruptionbudgets.v1.policy',
        { prefix, start: prefix },
        (_key, budget) => budgets.push(budget) > 0,
      );
      this.#objects.replace(ref, evicted(pod, budgets, this.#clock.now()), options);
      this.#objects.delete(ref, { ...readDeleteOptions({}, asObject(body['deleteOptions'])), dryRun: options.dryRun });
    }
    return jsonResponse(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  }

  #delete(request: ApiRequest, target: RequestInfo): ApiResponse {
    const { info, name } = target;
    const represent = this.#represent(request);
    const options = readDeleteOptions(
      request.query ?? {},
      parseBody(request.body, why => why),
    );
    const { object, removed } = this.#objects.delete(refOf(target), options);
    const { returnsDeleted, deleteWarning } = strategyOf(info.resource);
    const warnings = options.propagation === null && deleteWarning !== undefined ? [deleteWarning] : [];
    if (!removed || returnsDeleted === true)
      return jsonResponse(200, representObject(info, object, represent), warnings);
    const details = {
      name,
      ...(info.group === '' ? {} : { group: info.group }),
      kind: info.resource,
      uid: object.metadata.uid,
    };
    return jsonResponse(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }, warnings);
  }

  #deleteCollection(request: ApiRequest, { info, namespace }: RequestInfo): ApiResponse {
    const represent = this.#represent(request);
    const query = request.query ?? {};
    const options = readDeleteOptions(
      query,
      parseBody(request.body, why => why),
    );
    const { objects, listMeta } = listObjects(this.storage, info, {
      namespace,
      options: readListOptions(query, info.resource, undefined),
    });
    for (const object of objects) {
      this.#objects.delete(
        { info, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' },
        options,
      );
    }
    return jsonResponse(200, representList(info, objects, { ...represent, listMeta }));
  }

  #log(target: RequestInfo, query: Readonly<Record<string, string>>, signal: CancelSignal): ApiResponse {
    const pod = this.#objects.get(refOf(target));
    const number = (key: string) => (query[key] === undefined || query[key] === '' ? null : Number(query[key]));
    const options: LogOptions = {
      container: query['container'] ?? '',
      follow: readBoolean(query['follow']),
      previous: readBoolean(query['previous']),
      timestamps: readBoolean(query['timestamps']),
      tailLines: number('tailLines'),
      sinceSeconds: number('sinceSeconds'),
      limitBytes: number('limitBytes'),
    };
    const log = this.kubelet?.containerLog(pod, options, signal) ?? { error: 'no node serves logs' };
    if ('error' in log) throw badRequest(log.error);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: log.chunks, warnings: [] };
  }

  #nonResource(request: ApiRequest, user: UserInfo): ApiResponse {
    const { path } = request;
    const verb = request.method.toLowerCase();
    if (!this.#authorizer.allowsPath(user, verb, path)) throw forbiddenPath(user, verb, path);
    if (request.method !== 'GET') throw methodNotAllowed();
    const accept = request.headers?.['accept'];
    if (path === '/version') return jsonResponse(200, version);
    if (['/healthz', '/livez', '/readyz'].includes(path)) return textResponse(200, 'ok');
    if (path === '/api' || path === '/apis') {
      const { body, contentType } = discoveryRoot(path === '/api' ? 'api' : 'apis', accept);
      return { ...jsonResponse(200, body), headers: { 'content-type': contentType } };
    }
    if (path === '/openapi/v3') return jsonResponse(200, openApiIndex());
    if (path.startsWith('/openapi/v3/')) {
      const document = openApiDocument(path.slice('/openapi/v3/'.length));
      if (document !== null) return jsonResponse(200, document);
    }
    return this.#group(path);
  }

  #group(path: string): ApiResponse {
    const [root = '', group = '', groupVersion = ''] = path.split('/').slice(1);
    if (root === 'api' && group === 'v1' && groupVersion === '') return jsonResponse(200, resourceList('', 'v1'));
    if (root === 'apis' && hasGroup(group, groupVersion)) return jsonResponse(200, resourceList(group, groupVersion));
    if (root === 'apis' && groupVersion === '' && RESOURCES.some(info => info.group === group && group !== '')) {
      return jsonResponse(200, { kind: 'APIGroup', apiVersion: 'v1', ...plainGroup(group) });
    }
    // The core group is one version: what lies below another is no resource, where other groups are no path at all.
    if (root === 'api' && group !== '') throw unknownPath();
    return textResponse(404, '404 page not found\n');
  }
}

/** A body that is no object is shown in hexadecimal digits. */
function shownBody(body: string): string {
  const start = body.slice(0, 40);
  if (!start.startsWith('[')) return start;
  return [...start].map(character => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function isScope(subresource: string): subresource is 'status' | 'finalize' | 'ephemeralcontainers' {
  return ['status', 'finalize', 'ephemeralcontainers'].includes(subresource);
}

/** Bodies that are no patch are JSON here. */
function checkContentType({ method, headers, body }: ApiRequest): void {
  const type = headers?.['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  if ((method !== 'POST' && method !== 'PUT') || body === undefined || type === 'application/json') return;
  throw unknownFormat();
}

function writeOptions({ query = {}, headers, method }: ApiRequest) {
  const kind = { POST: 'CreateOptions', PUT: 'UpdateOptions' } as const;
  return readWriteOptions(query, {
    userAgent: headers?.['user-agent'],
    kind: method === 'POST' || method === 'PUT' ? kind[method] : 'PatchOptions',
  });
}

function refOf({ info, namespace, name }: RequestInfo) {
  if (name === undefined) throw notFound({ ...info, name: '' });
  return { info, namespace, name };
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

function jsonResponse(status: number, body: JsonObject, warnings: readonly string[] = []): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: once(`${JSON.stringify(body)}\n`), warnings };
}

function textResponse(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: once(body), warnings: [] };
}

function statusResponse(status: Status): ApiResponse {
  return jsonResponse(status.code ?? 500, status as unknown as JsonObject);
}
