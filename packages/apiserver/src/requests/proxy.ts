import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { typed } from '../printing/representation.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { type Storage, storageKey } from '../storage/storage.ts';
import { ApiError, badRequest, notFound } from '../wire/api-error.ts';
import { jsonResponse, textResponse } from '../wire/responses.ts';
import type { RequestInfo } from './request-info.ts';

// Requests that the server passes on to a pod, to one behind a Service, or to a node (k8s.io/kubernetes/pkg/registry/core/{pod,service,node}/rest).

const PODS = 'pods.v1.';
const SLICES = 'endpointslices.v1.discovery.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const KUBELET_PORT = 10_250;
const SCHEMES = ['', 'http', 'https'];
const HTTP_PORT = 80;

/** What every simulated container answers: who answered. */
export function servedPage(pod: KubeObject, port: number, { method, url }: { method: string; url: string }): string {
  const { name = '', namespace = '' } = pod.metadata;
  return `${method} ${url} answered by ${namespace}/${name}:${port}\n`;
}

/** Ports that a pod's containers say they listen on. */
export function portsOf(pod: KubeObject): number[] {
  return asArray(getPath(pod, 'spec', 'containers'))
    .flatMap(container => asArray(getPath(container, 'ports')))
    .map(port => asNumber(getPath(port, 'containerPort')) ?? 0);
}

interface ProxyContext {
  readonly storage: Storage;
  /** The kind of pods as it is served. */
  readonly pods: ServedResource;
}

/** Answers what is asked through the server of a pod, a Service or a node. */
export function answerProxied(request: ApiRequest, target: RequestInfo, { storage, pods }: ProxyContext): ApiResponse {
  const { info, namespace, name = '', proxied } = target;
  const place = splitPlace(name);
  if (place === null) throw badRequest(`invalid ${info.singular} request "${name}"`);
  // What is asked for stands behind a slash.
  if (proxied === '')
    return { ...textResponse(301, ''), headers: { location: `${request.path}/${queryText(request)}` } };
  const object = storage.get(info.storageKey, storageKey(namespace, place.name));
  if (info.resource === 'nodes') {
    if (object === undefined) throw notFound({ ...info, name: place.name });
    return askNode(object, { path: proxied, port: place.port }, { storage, pods });
  }
  const [pod, port] =
    info.resource === 'services'
      ? behindService(object, { namespace, ...place }, storage)
      : [object, place.port === '' ? 0 : Number(place.port)];
  if (pod === undefined) throw notFound({ ...pods, name: place.name });
  const page = { method: request.method, url: `${proxied}${queryText(request)}` };
  return askPod(pod, port || (portsOf(pod)[0] ?? HTTP_PORT), page);
}

function queryText({ query = {} }: ApiRequest): string {
  const text = Object.entries(query)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
  return text === '' ? '' : `?${text}`;
}

interface Place {
  readonly name: string;
  /** Its number or its name; '' where nothing is said. */
  readonly port: string;
}

/** `name`, `name:port` or `scheme:name:port` (SplitSchemeNamePort). */
function splitPlace(text: string): Place | null {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  return parts.length > 3 || name === '' || !SCHEMES.includes(scheme) ? null : { name, port };
}

function askPod(pod: KubeObject, port: number, page: { readonly method: string; readonly url: string }): ApiResponse {
  const address = asString(getPath(pod, 'status', 'podIP'));
  if (address === '') throw badRequest('address not allowed');
  const ports = portsOf(pod);
  const isRunning = getPath(pod, 'status', 'phase') === 'Running';
  if (!isRunning || (ports.length > 0 && !ports.includes(port))) throw unreachable(address, port);
  return textResponse(200, servedPage(pod, port, page));
}

function unreachable(address: string, port: number): ApiError {
  return unavailable(`error trying to reach service: dial tcp ${address}:${port}: connect: connection refused`);
}

function unavailable(message: string): ApiError {
  return new ApiError(503, { message, reason: 'ServiceUnavailable' });
}

/** A pod that is ready, and its port: the first one that the Service's slices have. */
function behindService(
  service: KubeObject | undefined,
  { namespace, name, port }: Place & { readonly namespace: string },
  storage: Storage,
): [KubeObject | undefined, number] {
  const ports = asArray(getPath(service, 'spec', 'ports')).map(asObject);
  const isNumber = /^\d+$/.test(port);
  if (isNumber && service === undefined) throw notFound({ group: '', resource: 'services', name });
  const numbered = isNumber ? ports.find(entry => entry['port'] === Number(port)) : undefined;
  if (isNumber && numbered === undefined) throw unavailable(`no service port ${port} found for service "${name}"`);
  const wanted = isNumber ? asString(numbered?.['name']) : port;
  const found: [KubeObject, number][] = [];
  const prefix = `${namespace}/`;
  storage.scan(SLICES, { prefix, start: prefix }, (_key, slice) => {
    if (slice.metadata.labels?.[SERVICE_NAME] !== name) return true;
    const own = asArray(slice['ports']).find(entry => asString(getPath(entry, 'name')) === wanted);
    for (const endpoint of own === undefined ? [] : asArray(slice['endpoints'])) {
      const pod = storage.get(PODS, storageKey(namespace, asString(getPath(endpoint, 'targetRef', 'name'))));
      if (getPath(endpoint, 'conditions', 'ready') !== false && pod !== undefined)
        found.push([pod, asNumber(getPath(own, 'port')) ?? 0]);
    }
    return found.length === 0;
  });
  const [first] = found;
  if (first === undefined) throw unavailable(`no endpoints available for service "${name}"`);
  return first;
}

/** What a kubelet says of itself and its pods, at its own port. */
function askNode(
  node: KubeObject,
  { path, port }: { readonly path: string; readonly port: string },
  { storage, pods }: ProxyContext,
): ApiResponse {
  const addresses = asArray(getPath(node, 'status', 'addresses'));
  const address = asString(getPath(addresses[0], 'address'));
  const isReady = asArray(getPath(node, 'status', 'conditions')).some(
    condition => getPath(condition, 'type') === 'Ready' && getPath(condition, 'status') === 'True',
  );
  if (!isReady || (port !== '' && Number(port) !== KUBELET_PORT))
    throw unreachable(address, Number(port || KUBELET_PORT));
  const asked = path.replace(/\/$/, '');
  if (asked === '/healthz') return textResponse(200, 'ok');
  if (asked !== '/pods') return textResponse(404, '404 page not found\n');
  const items: JsonObject[] = [];
  storage.scan(PODS, { prefix: '', start: '' }, (_key, pod) => {
    if (getPath(pod, 'spec', 'nodeName') === node.metadata.name) items.push(typed(pods, pod));
    return true;
  });
  return jsonResponse(200, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items });
}
