import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStringMap,
  deepEqual,
  getPath,
  type JsonObject,
} from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const SERVICES = 'services.v1.';
const PODS = 'pods.v1.';
const ENDPOINTS = 'endpoints.v1.';
const SLICES = 'endpointslices.v1.discovery.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const SLICE_MANAGER = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
const ENDPOINTS_MANAGER = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
/** Set on Endpoints by the controller that writes them. */
const LAST_CHANGE = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Endpoint {
  readonly pod: KubeObject;
  readonly ip: string;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
}

/** Which pods serve a service: EndpointSlices, and the Endpoints of old (k8s.io/kubernetes/pkg/controller/{endpointslice,endpoint}). */
export class EndpointsController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(SERVICES).subscribe(service => this.#queue.add(queueKey(service)));
    context.informer(PODS).subscribe((pod, { previous, isDeleted }) => {
      if (!isDeleted && previous !== null && deepEqual(servingPart(previous), servingPart(pod))) return;
      this.#enqueue(pod);
    });
  }

  #enqueue(pod: KubeObject): void {
    for (const service of this.#context.informer(SERVICES).all()) {
      const selector = asStringMap(getPath(service, 'spec', 'selector'));
      if (service.metadata.namespace === pod.metadata.namespace && selects(selector, pod))
        this.#queue.add(queueKey(service));
    }
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const service = this.#context.informer(SERVICES).get(namespace, name);
    if (service === undefined) {
      const endpoints = this.#context.informer(ENDPOINTS).get(namespace, name);
      if (endpoints !== undefined && isManaged(endpoints, ENDPOINTS_MANAGER))
        await this.#context.client.delete(ENDPOINTS, endpoints);
      return;
    }
    const selector = asStringMap(getPath(service, 'spec', 'selector'));
    if (Object.keys(selector).length === 0 || getPath(service, 'spec', 'type') === 'ExternalName') return;
    const found = [...this.#context.informer(PODS).all()]
      .filter(pod => pod.metadata.namespace === namespace && selects(selector, pod))
      .flatMap(endpointOf)
      .toSorted((a, b) => ((a.pod.metadata.name ?? '') < (b.pod.metadata.name ?? '') ? -1 : 1));
    await this.#writeSlice(service, found);
    await this.#writeEndpoints(service, found);
  }

  async #writeSlice(service: KubeObject, found: readonly Endpoint[]): Promise<void> {
    const { name = '', namespace = '', uid = '', labels } = service.metadata;
    const known = this.#context.informer(SLICES).ownedBy(uid)[0];
    const content = {
      addressType: 'IPv4',
      endpoints: found.map(sliceEndpoint),
      // Of a slice every port has a name, if an empty one: clients read it without asking.
      ports: portsOf(service, found).map(port => ({ name: '', ...port })),
    };
    const metadata = { labels: { ...labels, ...SLICE_MANAGER, [SERVICE_NAME]: name } };
    if (known === undefined) {
      const owner = { apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true };
      await this.#context.create(SLICES, {
        ...content,
        metadata: { ...metadata, generateName: `${name}-`, namespace, ownerReferences: [owner] },
      });
    } else if (!isSame(known, content) || !isManaged(known, metadata.labels)) {
      await this.#context.update(SLICES, { ...known, ...content, metadata: { ...known.metadata, ...metadata } });
    }
  }

  async #writeEndpoints(service: KubeObject, found: readonly Endpoint[]): Promise<void> {
    const { name = '', namespace = '', labels } = service.metadata;
    const known = this.#context.informer(ENDPOINTS).get(namespace, name);
    const lasting = found.filter(({ isTerminating }) => !isTerminating);
    const addresses = (wanted: boolean) => lasting.filter(({ isReady }) => isReady === wanted).map(plainAddress);
    const [ready, notReady] = [addresses(true), addresses(false)];
    const ports = portsOf(service, found);
    const subset = {
      ...(ready.length === 0 ? {} : { addresses: ready }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
      ...(ports.length === 0 ? {} : { ports }),
    };
    const subsets = lasting.length === 0 ? [] : [subset];
    const isHeadless =
      getPath(service, 'spec', 'clusterIP') === 'None' && getPath(service, 'spec', 'type') !== 'ExternalName';
    const own = { ...labels, ...ENDPOINTS_MANAGER, ...(isHeadless ? { 'service.kubernetes.io/headless': '' } : {}) };
    const annotations = { [LAST_CHANGE]: formatTime(this.#context.clock.now()) };
    if (known === undefined)
      await this.#context.create(ENDPOINTS, { metadata: { name, namespace, labels: own, annotations }, subsets });
    else if (!deepEqual(asArray(known['subsets']), subsets) || !isManaged(known, own))
      await this.#context.update(ENDPOINTS, {
        ...known,
        metadata: { ...known.metadata, labels: own, annotations },
        subsets,
      });
  }
}

function isManaged(object: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => object.metadata.labels?.[key] === value);
}

function isSame(slice: KubeObject, content: JsonObject): boolean {
  return Object.entries(content).every(([name, value]) => deepEqual(slice[name] ?? [], value));
}

function selects(selector: Readonly<Record<string, string>>, pod: KubeObject): boolean {
  const entries = Object.entries(selector);
  return entries.length > 0 && entries.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

/** What of a pod matters to the services in front of it. */
function servingPart(pod: KubeObject): unknown {
  const { labels, deletionTimestamp } = pod.metadata;
  return [labels, deletionTimestamp, getPath(pod, 'status', 'podIP'), findCondition(pod, 'Ready')?.['status']];
}

/** Pods that have an address and have not ended. */
function endpointOf(pod: KubeObject): Endpoint[] {
  const ip = asString(getPath(pod, 'status', 'podIP'));
  const phase = asString(getPath(pod, 'status', 'phase'));
  if (ip === '' || phase === 'Succeeded' || phase === 'Failed') return [];
  const isReady = findCondition(pod, 'Ready')?.['status'] === 'True';
  return [{ pod, ip, isReady, isTerminating: pod.metadata.deletionTimestamp !== undefined }];
}

function targetRef({ metadata }: KubeObject): JsonObject {
  return { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid };
}

function sliceEndpoint({ pod, ip, isReady, isTerminating }: Endpoint): JsonObject {
  return {
    addresses: [ip],
    conditions: { ready: isReady && !isTerminating, serving: isReady, terminating: isTerminating },
    nodeName: getPath(pod, 'spec', 'nodeName'),
    targetRef: targetRef(pod),
  };
}

function plainAddress({ pod, ip }: Endpoint): JsonObject {
  return { ip, nodeName: getPath(pod, 'spec', 'nodeName'), targetRef: targetRef(pod) };
}

/** Named target ports are looked up in the pods; those that no pod has are left out. */
function portsOf(service: KubeObject, found: readonly Endpoint[]): JsonObject[] {
  if (found.length === 0) return [];
  return asArray(getPath(service, 'spec', 'ports'))
    .map(asObject)
    .flatMap(({ name, port, targetPort = port, protocol = 'TCP', appProtocol }) => {
      const number = asNumber(targetPort) ?? found.map(({ pod }) => namedPort(pod, asString(targetPort))).find(Boolean);
      if (number === undefined) return [];
      const named = { ...(name === undefined ? {} : { name }), protocol, port: number };
      return [appProtocol === undefined ? named : { ...named, appProtocol }];
    });
}

function namedPort(pod: KubeObject, name: string): number | undefined {
  const ports = asArray(getPath(pod, 'spec', 'containers')).flatMap(container => asArray(getPath(container, 'ports')));
  return asNumber(
    getPath(
      ports.find(port => getPath(port, 'name') === name),
      'containerPort',
    ),
  );
}
