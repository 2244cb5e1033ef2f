import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import { asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { askTogether } from '../admission/questions.ts';
import { ApiError, badRequest, invalidValue, notFound } from '../wire/api-error.ts';
import { listObjects } from './list.ts';
import { readListOptions } from './list-options.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { UpdateScope } from '../objects/update-scope.ts';
import { applyPatchBody, readApplyBody } from './patch-body.ts';
import { bound, chargedBudget, checkBinding, evicted } from './pod-subresources.ts';
import { negotiate, type RepresentOptions, representList, representObject, typed } from '../printing/representation.ts';
import type { RequestInfo } from './request-info.ts';
import { jsonResponse } from '../wire/responses.ts';
import { fromScale, representScale, toScale } from '../objects/scale.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { Storage } from '../storage/storage.ts';
import { PROTOBUF } from '../wire/protobuf-fields.ts';
import type { UserInfo } from '../wire/user-info.ts';
import { watchStream, watchValues } from './watch-stream.ts';
import {
  parseBody,
  readDeleteOptions,
  readWriteOptions,
  requireFieldManager,
  type WriteOptions,
} from '../wire/write-options.ts';

/** What a request asks for, and who asks. */
export interface Target extends RequestInfo {
  readonly user: UserInfo;
}

interface ResourceHandlerOptions {
  readonly storage: Storage;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** Answers requests for objects, by verb, in the shape the client asked for. */
export class ResourceHandler {
  readonly #storage: Storage;
  readonly #objects: ObjectStore;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor({ storage, objects, clock, random }: ResourceHandlerOptions) {
    this.#storage = storage;
    this.#objects = objects;
    this.#clock = clock;
    this.#random = random;
  }

  /** Answers what the verb of the request asks for. */
  handle(request: ApiRequest, target: Target, signal: CancelSignal): ApiResponse {
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

  #represent(request: ApiRequest, { isCustom }: ServedResource, isStream = false): RepresentOptions {
    return {
      ...negotiate(request.headers?.['accept'], { isStream, isCustom }),
      includeObject: request.query?.['includeObject'] ?? 'Metadata',
      now: this.#clock.now(),
    };
  }

  #list(request: ApiRequest, { info, namespace }: Target): ApiResponse {
    const represent = this.#represent(request, info);
    const options = readListOptions(request.query ?? {}, info, undefined);
    const { unstored } = info.strategy;
    const { objects, listMeta } =
      unstored === undefined
        ? listObjects(this.#storage, info, { namespace, options })
        : { objects: unstored.filter(object => options.matches(object)), listMeta: {} };
    return jsonResponse(200, representList(info, objects, { ...represent, listMeta }));
  }

  #watch(request: ApiRequest, { info, namespace, name }: Target, signal: CancelSignal): ApiResponse {
    const represent = this.#represent(request, info, true);
    const options = readListOptions(request.query ?? {}, info, name);
    const context = {
      storage: this.#storage,
      clock: this.#clock,
      random: this.#random,
      info,
      namespace,
      options,
      represent,
      signal,
    };
    // Of the binary encoding whoever sends it makes frames of these lines.
    const type = represent.encoding === 'protobuf' ? `${PROTOBUF};stream=watch` : 'application/json';
    const head = { status: 200, headers: { 'content-type': type }, warnings: [] };
    return request.takesValues === true
      ? { ...head, body: nothing(), events: watchValues(context) }
      : { ...head, body: watchStream(context) };
  }

  #get(request: ApiRequest, target: Target): ApiResponse {
    const represent = this.#represent(request, target.info);
    const { unstored } = target.info.strategy;
    const object =
      unstored === undefined
        ? this.#objects.get(refOf(target))
        : unstored.find(({ metadata }) => metadata.name === target.name);
    if (object === undefined)
      throw notFound({ ...target.info, resource: target.info.singular, name: target.name ?? '' });
    return jsonResponse(
      200,
      target.subresource === 'scale'
        ? representScale(target.info, object, represent)
        : representObject(target.info, object, represent),
    );
  }

  #create(request: ApiRequest, target: Target): ApiResponse {
    const { info, namespace } = target;
    const represent = this.#represent(request, info);
    if ((request.body ?? '') === '') {
      const why = `couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`;
      throw badRequest(`the object provided is unrecognized (must be of type ${info.kind}): ${why}`);
    }
    const body = parseBody(
      request.body,
      why =>
        `the object provided is unrecognized (must be of type ${info.kind}): couldn't get version/kind; json parse error: ${why} (${shownBody(request.body ?? '')})`,
    );
    const written = this.#objects.create(info, namespace, { body, options: writeOptions(request, target.user) });
    return jsonResponse(201, representObject(info, written.object, represent), written.warnings);
  }

  #update(request: ApiRequest, target: Target): ApiResponse {
    const { info, subresource, verb } = target;
    const represent = this.#represent(request, info);
    const query = request.query ?? {};
    const ref = refOf(target);
    const contentType = request.headers?.['content-type'] ?? 'application/json';
    const scope = isScope(subresource) ? subresource : 'main';
    if (verb === 'patch' && contentType.startsWith('application/apply-patch')) {
      requireFieldManager(query);
      const body = readApplyBody(request.body ?? '', query['fieldValidation'] === 'Strict');
      const applied = this.#objects.apply(ref, {
        body,
        options: writeOptions(request, target.user),
        scope,
        subresource,
      });
      const object = representObject(info, applied.object, represent);
      return jsonResponse(applied.isNew ? 201 : 200, object, applied.warnings);
    }
    const current = () =>
      subresource === 'scale' ? toScale(info, this.#objects.get(ref)) : typed(info, this.#objects.get(ref));
    const sent =
      verb === 'patch'
        ? applyPatchBody(info, current(), { contentType, body: request.body ?? '' })
        : parseBody(request.body, why => `the object provided is unrecognized (must be of type ${info.kind}): ${why}`);
    if (verb === 'update' && subresource === '') this.#objects.checkReplacement(ref, asObject(sent['metadata']));
    const body =
      subresource === 'scale' ? typed(info, fromScale(info, this.#objects.get(ref), sent) as KubeObject) : sent;
    const options = writeOptions(request, target.user);
    const update = () => this.#objects.update(ref, { body, options, scope, subresource });
    const written = verb === 'patch' ? ofPatch(body, contentType, update) : update();
    const answer =
      subresource === 'scale' ? toScale(info, written.object) : representObject(info, written.object, represent);
    return jsonResponse(200, answer, written.warnings);
  }

  /** A pod is given its node, or asked to leave it: both answer with a bare success. */
  podAction(request: ApiRequest, target: Target): ApiResponse {
    const ref = refOf(target);
    const options = writeOptions(request, target.user);
    const { subresource } = target;
    const body = parseBody(request.body, why => why);
    if (subresource === 'binding') checkBinding(body, ref.name);
    const pod = this.#objects.get(ref);
    const metadata = { ...asObject(body['metadata']), namespace: ref.namespace };
    const { object: asked, warnings } = this.#objects.admitAction(ref, {
      ...{ object: { ...ACTION_TYPES[subresource], ...body, metadata }, subresource, options },
    });
    if (subresource === 'binding') this.#objects.replace(ref, bound(pod, asked, this.#clock.now()), options);
    else {
      // Of the removal itself nobody is asked (EvictionREST of k8s.io/kubernetes/pkg/registry/core/pod/storage).
      const removal = { ...readDeleteOptions({}, asObject(asked['deleteOptions'])), dryRun: options.dryRun };
      const budgets: KubeObject[] = [];
      const prefix = `${target.namespace}/`;
      this.#storage.scan(BUDGETS, { prefix, start: prefix }, (_key, budget) => budgets.push(budget) > 0);
      const charged = chargedBudget(pod, budgets);
      if (charged !== null && !options.dryRun)
        this.#storage.put(BUDGETS, `${prefix}${charged.metadata.name ?? ''}`, charged);
      this.#objects.replace(ref, evicted(pod, this.#clock.now()), options);
      this.#objects.delete(ref, removal);
    }
    const done = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
    return jsonResponse(201, done, warnings);
  }

  #delete(request: ApiRequest, target: Target): ApiResponse {
    const { info, name } = target;
    const represent = this.#represent(request, info);
    const options = readDeleteOptions(
      request.query ?? {},
      parseBody(request.body, why => why),
      target.user,
    );
    const { object, removed, warnings: said } = this.#objects.delete(refOf(target), options);
    const { returnsDeleted, deleteWarning } = info.strategy;
    const warnings = [...said, ...(options.propagation === null && deleteWarning !== undefined ? [deleteWarning] : [])];
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

  #deleteCollection(request: ApiRequest, { info, namespace, user }: Target): ApiResponse {
    const represent = this.#represent(request, info);
    const query = request.query ?? {};
    const options = readDeleteOptions(
      query,
      parseBody(request.body, why => why),
      user,
    );
    const { objects, listMeta } = listObjects(this.#storage, info, {
      namespace,
      options: readListOptions(query, info, undefined),
    });
    const refs = objects.map(({ metadata }) => ({
      ...{ info, namespace: metadata.namespace ?? '', name: metadata.name ?? '' },
    }));
    askTogether(refs, ref => this.#objects.admitRemoval(ref, options));
    for (const ref of refs) this.#objects.delete(ref, { ...options, user: null });
    return jsonResponse(200, representList(info, objects, { ...represent, listMeta }));
  }
}

async function* nothing(): AsyncIterable<string> {}

/** What a patch makes of an object is refused as a patch where it is no object of its kind (k8s.io/apiserver, endpoints/handlers/patch.go). */
function ofPatch<T>(body: JsonObject, contentType: string, update: () => T): T {
  try {
    return update();
  } catch (error) {
    if (!(error instanceof ApiError) || contentType.startsWith('application/strategic')) throw error;
    const why = /cannot be handled as a \S+: (?!strict)(.*)$/s.exec(error.status.message ?? '')?.[1];
    if (why === undefined) throw error;
    const { message } = invalidValue('patch', writeJson(body), why);
    throw new ApiError(422, {
      message: ` "" is invalid: patch: ${message}`,
      reason: 'Invalid',
      details: { causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }] },
    });
  }
}

/** What is asked at the paths of a pod. */
const ACTION_TYPES: Readonly<Record<string, { readonly kind: string; readonly apiVersion: string }>> = {
  binding: { kind: 'Binding', apiVersion: 'v1' },
  eviction: { kind: 'Eviction', apiVersion: 'policy/v1' },
};

const BUDGETS = 'poddisruptionbudgets.v1.policy';

/** A body that is no object is shown in hexadecimal digits. */
function shownBody(body: string): string {
  const start = body.slice(0, 40);
  if (!start.startsWith('[')) return start;
  return [...start].map(character => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function isScope(subresource: string): subresource is Exclude<UpdateScope, 'main'> {
  return ['status', 'finalize', 'ephemeralcontainers', 'resize', 'approval'].includes(subresource);
}

export function writeOptions({ query = {}, headers, method, body }: ApiRequest, user: UserInfo): WriteOptions {
  const kind = { POST: 'CreateOptions', PUT: 'UpdateOptions' } as const;
  const isWhole = method === 'POST' || method === 'PUT';
  const options = readWriteOptions(query, {
    userAgent: headers?.['user-agent'],
    kind: isWhole ? kind[method] : 'PatchOptions',
    user,
  });
  return isWhole && body !== undefined && options.fieldValidation !== 'Ignore' ? { ...options, text: body } : options;
}

export function refOf({ info, namespace, name }: RequestInfo) {
  if (name === undefined) throw notFound({ ...info, name: '' });
  return { info, namespace, name };
}
