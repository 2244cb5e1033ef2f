import { CancelSource, type CancelSignal, type Clock } from '@lanthorn/base/clock.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { type Random, randomUuid } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { Admission } from '../admission/admission.ts';
import { OpenQuestions, Questions, type WebhookCaller } from '../admission/questions.ts';
import {
  ApiError,
  badRequest,
  internalError,
  methodNotAllowed,
  unauthorized,
  unknownFormat,
  unknownPath,
  unsupportedMediaType,
} from '../wire/api-error.ts';
import { Authorizer, forbidden, forbiddenPath } from '../access/authorizer.ts';
import { CustomResourceDefinitions } from '../custom-kinds/custom-resource-definitions.ts';
import { DefinedApiServices } from '../custom-kinds/defined-api-services.ts';
import { FlowSchemaStatus } from '../objects/flow-schema-status.ts';
import { impersonated } from '../access/impersonation.ts';
import { readListOptions } from './list-options.ts';
import { type LogOptions, readLogOptions } from './log-options.ts';
import { answerProxied } from './proxy.ts';
import { answerPath } from './server-paths.ts';
import { seedBootstrapObjects } from '../objects/bootstrap.ts';
import { keepOwnService } from '../objects/own-service.ts';
import { ObjectStore } from '../objects/object-store.ts';
import { type RequestInfo, readRequestInfo } from './request-info.ts';
import { type ContainerUsage, ResourceMetrics } from './resource-metrics.ts';
import { refOf, ResourceHandler, writeOptions } from './resource-handler.ts';
import { ResourceRegistry } from '../resources/resource-registry.ts';
import { BUILT_IN_RESOURCES, METRICS_GROUP } from '../kinds/built-in-resources.ts';
import { answerReview } from '../access/reviews.ts';
import { jsonResponse, statusResponse } from '../wire/responses.ts';
import { decoded, encoded } from '../wire/encoding.ts';
import { PROTOBUF } from '../wire/protobuf-fields.ts';
import { Storage, storageKey } from '../storage/storage.ts';
import { answerTokenRequest, tokenProblem } from '../access/service-account-token.ts';
import type { TokenAuthority } from '../access/token-authority.ts';
import type { UserInfo } from '../wire/user-info.ts';
import { readBoolean } from '../wire/read-boolean.ts';
import { parseBody } from '../wire/write-options.ts';

/** What the server asks of the node a pod runs on. */
export interface Kubelet {
  /** The log's chunks, or why there is none (HTTP 400). */
  containerLog(
    pod: KubeObject,
    options: LogOptions,
    signal: CancelSignal,
  ): { readonly chunks: AsyncIterable<string> } | { readonly error: string };
  /** What the containers of a running pod use now; null where its node does not say. */
  usage(pod: KubeObject): readonly ContainerUsage[] | null;
}

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Events kept per resource for watches and paged lists. */
  readonly historyLimit?: number;
  /** Tokens of service accounts; without it none are given out, and none are known. */
  readonly tokens?: TokenAuthority;
  /** Calls the webhooks of the cluster; without it none is called. */
  readonly callWebhook?: WebhookCaller;
  /** Milliseconds: since when the cluster is there; from now on where nothing is said. */
  readonly since?: number;
}

/** What an accepted connection is for. */
export interface StreamTarget {
  readonly kind: 'exec' | 'attach' | 'portforward';
  readonly pod: KubeObject;
}

type Connected = { readonly target: StreamTarget } | { readonly refusal: ApiResponse };

/** What admission sees of a connection. */
const CONNECT_OPTIONS: Readonly<Record<string, string>> = {
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
};

function connectOptions({ container, ...query }: Readonly<Record<string, string>>): Record<string, unknown> {
  const flags = ['stdin', 'stdout', 'stderr', 'tty'].filter(name => readBoolean(query[name]));
  return {
    ...Object.fromEntries(flags.map(name => [name, true])),
    ...(container === undefined ? {} : { container }),
  };
}

const PODS = 'pods.v1.';

function isStreamed(subresource: string): subresource is StreamTarget['kind'] {
  return ['exec', 'attach', 'portforward'].includes(subresource);
}

/** A command needs to know where; one container alone needs no name. Something of it must go one way or the other. */
function requireCommand(
  pod: KubeObject,
  kind: 'exec' | 'attach',
  { container = '', ...query }: Readonly<Record<string, string>>,
): void {
  const namesOf = (list: string) => asArray(getPath(pod, 'spec', list)).map(entry => asString(getPath(entry, 'name')));
  const names = namesOf('containers');
  const name = pod.metadata.name ?? '';
  if (container === '' && names.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  const all = [...names, ...namesOf('initContainers'), ...namesOf('ephemeralContainers')];
  if (container !== '' && !all.includes(container))
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  if (!STREAMS.some(stream => readBoolean(query[stream])))
    throw badRequest(`you must specify at least 1 of ${STREAMS.join(', ')}`);
  requireRun(pod, kind, container);
}

/** In the words of its node: what has ended, or has not begun, takes no command. A node that has said nothing yet is not asked. */
function requireRun(pod: KubeObject, kind: 'exec' | 'attach', container: string): void {
  const statuses = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(list =>
    asArray(getPath(pod, 'status', list)),
  );
  const status = container === '' ? statuses[0] : statuses.find(candidate => getPath(candidate, 'name') === container);
  if (status === undefined || getPath(status, 'state', 'running') !== undefined) return;
  const named = asString(getPath(status, 'name'));
  const { name = '', namespace = '' } = pod.metadata;
  throw internalError(
    kind === 'exec' ? `container not found ("${named}")` : `container ${named} not found in pod ${name}_${namespace}`,
  );
}

const STREAMS = ['stdin', 'stdout', 'stderr'];

/** A kube-apiserver in memory: `handle` answers a request as the real one does, without any HTTP inside. */
export class ApiServer {
  readonly storage: Storage;
  kubelet: Kubelet | null = null;
  readonly #clock: Clock;
  readonly #objects: ObjectStore;
  readonly #authorizer: Authorizer;
  readonly #registry = new ResourceRegistry(BUILT_IN_RESOURCES);
  readonly #handler: ResourceHandler;
  readonly #usage: ResourceMetrics;
  readonly #tokens: TokenAuthority | undefined;
  readonly #random: Random;
  readonly #admission: Admission;
  readonly #callWebhook: WebhookCaller | undefined;

  constructor({ clock, random, historyLimit, tokens, since, callWebhook }: ApiServerOptions) {
    this.#callWebhook = callWebhook;
    this.#tokens = tokens;
    this.#random = random;
    this.#clock = clock;
    this.storage = new Storage(historyLimit);
    this.#authorizer = new Authorizer(this.storage);
    const admission = new Admission({
      ...{ storage: this.storage, registry: this.#registry, authorizer: this.#authorizer, random, clock },
    });
    this.#admission = admission;
    const writing = { now: () => admission.now(clock) };
    this.#objects = new ObjectStore({ storage: this.storage, clock: writing, random, admission });
    this.#handler = new ResourceHandler({ storage: this.storage, objects: this.#objects, clock, random });
    this.#usage = new ResourceMetrics(this.storage);
    new CustomResourceDefinitions({ storage: this.storage, objects: this.#objects, registry: this.#registry, clock });
    new DefinedApiServices({ storage: this.storage, random, clock });
    new FlowSchemaStatus({ storage: this.storage, objects: this.#objects, registry: this.#registry, clock });
    seedBootstrapObjects(this.storage, { random, since: since ?? clock.now() });
    keepOwnService(this.storage, { random, clock });
  }

  /** This server as one user sees it. */
  as(user: UserInfo | null): ApiSource {
    return { send: (request, signal) => this.handle(request, user, signal) };
  }

  /** Puts a complete object into storage as a backup's restore would: no defaults, no validation. */
  load(resource: string, object: KubeObject): void {
    this.storage.put(resource, storageKey(object.metadata.namespace ?? '', object.metadata.name ?? ''), object);
  }

  /** A token of the account that a pod runs as, bound to the pod, as its node asks for one; null where there is none. */
  accountToken(
    pod: KubeObject,
    { audience, seconds }: { readonly audience: string; readonly seconds: number },
  ): string | null {
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    const account = asString(getPath(pod, 'spec', 'serviceAccountName'));
    const found = this.storage.get('serviceaccounts.v1.', storageKey(namespace, account));
    if (this.#tokens === undefined || found === undefined) return null;
    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name, uid };
    const spec = { expirationSeconds: seconds, boundObjectRef, ...(audience === '' ? {} : { audiences: [audience] }) };
    const context = {
      ...{ storage: this.storage, now: this.#clock.now(), id: randomUuid(this.#random) },
      ...{ manager: 'kubelet', sign: this.#tokens.sign },
    };
    try {
      return asString(getPath(answerTokenRequest(found, { spec }, context), 'status', 'token'));
    } catch (error) {
      // A pod that is gone, or another by now, is given none.
      if (error instanceof ApiError) return null;
      throw error;
    }
  }

  /** Never rejects: every refusal is an answer. */
  async handle(
    request: ApiRequest,
    user: UserInfo | null,
    signal: CancelSignal = new CancelSource(),
  ): Promise<ApiResponse> {
    const answer = encoded(await this.#asking(() => this.#answer(request, user, signal)), request);
    // HTTP's own server adds the machine's time where there is none; this one lives by its own clock.
    return { ...answer, headers: { ...answer.headers, date: new Date(this.#clock.now()).toUTCString() } };
  }

  /** Answers anew as long as a webhook has to be asked first. */
  async #asking<T>(answer: () => T): Promise<T> {
    const call = this.#callWebhook;
    if (call === undefined) return answer();
    const questions = new Questions();
    for (;;) {
      try {
        return this.#admission.during(questions, answer);
      } catch (error) {
        if (!(error instanceof OpenQuestions)) throw error;
        for (const asked of error.asked) questions.put(asked, await call(asked.call));
      }
    }
  }

  #answer(request: ApiRequest, user: UserInfo | null, signal: CancelSignal): ApiResponse {
    try {
      if (user === null || tokenProblem(user, this.storage) !== '') throw unauthorized();
      return this.#route(decoded(request), impersonated(request, user, this.#authorizer), signal);
    } catch (error) {
      if (error instanceof ApiError) return statusResponse(error.status, error.warnings);
      throw error;
    }
  }

  /** The pod that a request for streams is about (exec, attach, port-forward), or the refusal: the right to read is not enough. */
  connect(request: ApiRequest, user: UserInfo | null): Promise<Connected> {
    return this.#asking(() => this.#connect(request, user));
  }

  #connect(request: ApiRequest, user: UserInfo | null): Connected {
    try {
      if (user === null || tokenProblem(user, this.storage) !== '') throw unauthorized();
      const acting = impersonated(request, user, this.#authorizer);
      const target = readRequestInfo(request, { registry: this.#registry, isWatch: false });
      if (target === null || !isStreamed(target.subresource)) throw unknownPath();
      const { info, namespace, name = '', subresource } = target;
      for (const verb of new Set([target.verb, 'create'])) {
        const attributes = { verb, group: info.group, resource: info.resource, subresource, namespace, name };
        if (!this.#authorizer.allows(acting, attributes)) throw forbidden(acting, attributes);
      }
      this.#admitConnection(request, { ...target, user: acting });
      const pod = this.#objects.get(refOf(target));
      if (getPath(pod, 'spec', 'nodeName') === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
      if (subresource !== 'portforward') requireCommand(pod, subresource, request.query ?? {});
      return { target: { kind: subresource, pod } };
    } catch (error) {
      if (error instanceof ApiError) return { refusal: statusResponse(error.status) };
      throw error;
    }
  }

  #route(request: ApiRequest, user: UserInfo, signal: CancelSignal): ApiResponse {
    const query = request.query ?? {};
    const target = readRequestInfo(request, { registry: this.#registry, isWatch: readBoolean(query['watch']) });
    if (target === null) return this.#nonResource(request, user);
    if (request.headers?.['content-type']?.startsWith(PROTOBUF) === true) throw unsupportedMediaType();
    const { info, namespace, subresource, verb } = target;
    const name = target.name ?? target.selectedName ?? '';
    const attributes = { verb, group: info.group, resource: info.resource, subresource, namespace, name };
    if (!this.#authorizer.allows(user, attributes)) throw forbidden(user, attributes);
    if (!info.verbs.includes(verb) && subresource === '') throw methodNotAllowed();
    if (info.group.startsWith('authorization') || info.group.startsWith('authentication'))
      return this.#review(request, target, user);
    if (info.group === METRICS_GROUP) return this.#metrics(request, target);
    if (subresource === 'log') return this.#log(target, query, signal);
    const action = this.#action(request, { ...target, user });
    if (action !== null) return action;
    checkContentType(request);
    return this.#handled(request, { ...target, user }, signal);
  }

  /** What is asked of an object beside reading and writing it; null where nothing is. */
  #action(request: ApiRequest, target: RequestInfo & { readonly user: UserInfo }): ApiResponse | null {
    const { subresource } = target;
    if (isStreamed(subresource)) {
      this.#admitConnection(request, target);
      throw badRequest('Upgrade request required');
    }
    if (subresource === 'proxy') return this.#proxy(request, target);
    if (target.info.strategy.actsOn !== undefined) return this.#act(request, target);
    if (subresource === 'token') return this.#token(request, target);
    if (subresource === 'binding' || subresource === 'eviction') return this.#handler.podAction(request, target);
    return null;
  }

  /** With what is warned of whoever uses the kind. */
  #handled(request: ApiRequest, target: RequestInfo & { readonly user: UserInfo }, signal: CancelSignal): ApiResponse {
    const { warning } = target.info.strategy;
    try {
      const response = this.#handler.handle(request, target, signal);
      return warning === undefined ? response : { ...response, warnings: [warning, ...response.warnings] };
    } catch (error) {
      if (warning !== undefined && error instanceof ApiError) error.warnings.unshift(warning);
      throw error;
    }
  }

  #review(request: ApiRequest, { info }: RequestInfo, user: UserInfo): ApiResponse {
    const body = answerReview(
      info.kind,
      parseBody(request.body, why => why),
      {
        user,
        authorizer: this.#authorizer,
        clock: this.#clock,
        manager: writeOptions(request, user).manager,
        tokens: this.#tokens,
        storage: this.storage,
      },
    );
    return jsonResponse(201, body);
  }

  /** Throws where a policy or a webhook has something against it. */
  #admitConnection({ query = {} }: ApiRequest, target: RequestInfo & { readonly user: UserInfo }): void {
    const { info, namespace, name = '', subresource, user } = target;
    const isProxy = subresource === 'proxy';
    const kind = isProxy ? `${info.kind}ProxyOptions` : (CONNECT_OPTIONS[subresource] ?? '');
    const asked = isProxy ? { path: target.proxied } : connectOptions(query);
    const object = { kind, apiVersion: 'v1', ...asked, metadata: {} };
    const write = { operation: 'CONNECT', object, oldObject: null, dryRun: false } as const;
    const attributes = { ...write, info, namespace, name, subresource, user };
    this.#admission.ask(attributes);
    this.#admission.validate(attributes);
  }

  #proxy(request: ApiRequest, target: RequestInfo & { readonly user: UserInfo }): ApiResponse {
    this.#admitConnection(request, target);
    const context = { storage: this.storage, pods: this.#registry.named(PODS) };
    return answerProxied(request, target, context);
  }

  /** What is created of a kind that is not stored is asked of an object of another one. */
  #act(request: ApiRequest, target: RequestInfo & { readonly user: UserInfo }): ApiResponse {
    const { resource = '', subresource = '' } = target.info.strategy.actsOn ?? {};
    const { metadata } = parseBody(request.body, why => why);
    const name = asString(getPath(metadata, 'name'));
    if (name === '') throw badRequest('Name parameter required.');
    return this.#handler.podAction(request, { ...target, info: this.#registry.named(resource), name, subresource });
  }

  #metrics(request: ApiRequest, target: RequestInfo): ApiResponse {
    const options = readListOptions(request.query ?? {}, target.info, undefined);
    const usage = (pod: KubeObject) => this.kubelet?.usage(pod) ?? null;
    return jsonResponse(200, this.#usage.answer(target, { options, usage, now: this.#clock.now() }));
  }

  #token(request: ApiRequest, target: RequestInfo & { readonly user: UserInfo }): ApiResponse {
    const account = this.#objects.get(refOf(target));
    const body = parseBody(request.body, why => why);
    if (this.#tokens === undefined) throw unknownPath();
    const { storage } = this;
    const id = randomUuid(this.#random);
    const { manager } = writeOptions(request, target.user);
    const context = { storage, now: this.#clock.now(), id, manager, sign: this.#tokens.sign };
    return jsonResponse(201, answerTokenRequest(account, body, context));
  }

  #log(target: RequestInfo, query: Readonly<Record<string, string>>, signal: CancelSignal): ApiResponse {
    const pod = this.#objects.get(refOf(target));
    const options = readLogOptions(query, { name: pod.metadata.name ?? '', now: this.#clock.now() });
    const log = this.kubelet?.containerLog(pod, options, signal) ?? { error: 'no node serves logs' };
    if ('error' in log) throw badRequest(log.error);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: log.chunks, warnings: [] };
  }

  #nonResource(request: ApiRequest, user: UserInfo): ApiResponse {
    const { path } = request;
    const verb = request.method.toLowerCase();
    if (!this.#authorizer.allowsPath(user, verb, path)) throw forbiddenPath(user, verb, path);
    if (request.method !== 'GET') throw methodNotAllowed();
    return answerPath(request, this.#registry, this.#tokens);
  }
}

/** Bodies that are no patch are JSON here. */
function checkContentType({ method, headers, body }: ApiRequest): void {
  const type = headers?.['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  if ((method !== 'POST' && method !== 'PUT') || body === undefined || type === 'application/json') return;
  throw unknownFormat();
}
