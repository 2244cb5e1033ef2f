import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { simulationAnnotation } from '@lanthorn/controllers/node/simulation.ts';
import { anotherClient, eventually, startCluster } from '../../e2e/harness.ts';
import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import type { UpstreamSource } from '../../../apps/server/src/upstream/transport/upstream-source.ts';
import { makeNamespace } from '../../clients/clusters.ts';
import { sourceOf } from '../conformance-target.ts';
import { startControlPlane } from '../../real-cluster/control-plane.ts';
import { BUSYBOX_IMAGE } from '../../real-cluster/node/node-image.ts';
import { REAL_NODE, startRealNode } from '../../real-cluster/node/real-node.ts';
import { StreamClient } from './stream-client.ts';

const NAMESPACE = 'streams';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
/** Pods of a busy machine take their time. */
const RUN_MS = 60_000;

export type Ask = ReturnType<typeof anotherClient>;

/** What a pod of these tests is, beside its name. */
export interface PodWishes {
  /** Given to `sh -c`. */
  readonly script?: string;
  readonly spec?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A cluster with a node whose containers can be talked to. */
export class StreamWorld {
  readonly client: StreamClient;
  readonly ask: Ask;
  readonly #source: UpstreamSource;
  readonly #node: string;

  constructor(source: UpstreamSource, { kubeconfig, node }: { readonly kubeconfig: string; readonly node: string }) {
    this.#source = source;
    this.#node = node;
    this.ask = anotherClient(source);
    this.client = new StreamClient(kubeconfig, NAMESPACE);
  }

  /** Puts a pod onto the node. */
  async make(name: string, { script = 'sleep 3600', spec = {}, annotations = {} }: PodWishes = {}): Promise<void> {
    const { status, body } = await this.ask('POST', PODS, {
      metadata: { name, annotations },
      spec: {
        nodeName: this.#node,
        terminationGracePeriodSeconds: 1,
        containers: [shellContainer('main', script)],
        ...spec,
      },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  /** Until that is so of the pod. */
  async until(name: string, what: string, holds: (pod: unknown) => boolean): Promise<unknown> {
    return eventually(
      async () => {
        const { body } = await this.ask('GET', `${PODS}/${name}`);
        return holds(body) ? body : null;
      },
      `${name} ${what}`,
      RUN_MS,
    );
  }

  async run(name: string, wishes?: PodWishes): Promise<void> {
    await this.make(name, wishes);
    await this.until(name, 'runs', pod => getPath(pod, 'status', 'phase') === 'Running');
  }

  /** Adds a container to a pod that is there; resolves when it has begun. */
  async debug(name: string, container: object): Promise<void> {
    const patch = { spec: { ephemeralContainers: [container] } };
    const type = 'application/strategic-merge-patch+json';
    await this.ask('PATCH', `${PODS}/${name}/ephemeralcontainers`, patch, type);
    await this.until(name, 'has it', pod => {
      const [status] = asArray(getPath(pod, 'status', 'ephemeralContainerStatuses'));
      return ['running', 'terminated'].some(word => getPath(status, 'state', word) !== undefined);
    });
  }

  async log(name: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { status, body } = await this.read(`${PODS}/${name}/log`, { query });
    return { status, body: status === 200 ? body : messageOf(body) };
  }

  /** What the log says from its beginning until it says that. */
  async followUntil(name: string, words: string): Promise<string> {
    const stop = new AbortController();
    const request = { method: 'GET', path: `${PODS}/${name}/log`, query: { follow: 'true' } } as const;
    const { body } = await this.#source.send(request, stop.signal);
    let said = '';
    for await (const chunk of body) {
      said += chunk;
      if (said.includes(words) && said.endsWith('\n')) break;
    }
    stop.abort();
    return said;
  }

  /** A CronJob whose pods run on the node, every minute. */
  async schedule(name: string, script: string): Promise<void> {
    const containers = [shellContainer('main', script)];
    const template = { spec: { nodeName: this.#node, restartPolicy: 'Never', containers } };
    await this.ask('POST', `/apis/batch/v1/namespaces/${NAMESPACE}/cronjobs`, {
      metadata: { name },
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
    });
  }

  async remove(name: string): Promise<void> {
    await this.ask('DELETE', `${PODS}/${name}`);
  }

  /** All pods with what the server prints of them: rows of a Table, each with its object. */
  async printedPods(): Promise<{ readonly pod: KubeObject; readonly cells: readonly unknown[] }[]> {
    const { body } = await this.read(PODS, { query: { includeObject: 'Object' }, accept: TABLE });
    return asArray(getPath(JSON.parse(body), 'rows')).map(row => {
      const { object, cells } = asObject(row);
      return { pod: object as KubeObject, cells: asArray(cells) };
    });
  }

  /** What the node measures of the containers on it (`/metrics/resource`). */
  async measured(): Promise<string> {
    const { body } = await this.read(`/api/v1/nodes/${this.#node}/proxy/metrics/resource`);
    return body;
  }

  async read(
    path: string,
    { query = {}, accept }: { readonly query?: Readonly<Record<string, string>>; readonly accept?: string } = {},
  ): Promise<Answer> {
    const headers = accept === undefined ? {} : { accept };
    const response = await this.#source.send({ method: 'GET', path, query, headers });
    return { status: response.status, body: await readBody(response) };
  }
}

/** A refusal in its own words. */
export function messageOf(body: string): string {
  try {
    return asString(getPath(JSON.parse(body), 'message'));
  } catch (error) {
    if (error instanceof SyntaxError) return body.trim();
    throw error;
  }
}

export function shellContainer(name: string, script: string): object {
  return { name, image: BUSYBOX_IMAGE, imagePullPolicy: 'Never', command: ['sh', '-c', script] };
}

/** On a simulated node that has to be said. */
export const NO_IMAGE = simulationAnnotation({ pull: 'fail' });

export interface StartedWorld {
  readonly world: StreamWorld;
  readonly stop: () => Promise<void>;
}

export async function embeddedWorld(): Promise<StartedWorld> {
  const cluster = await startCluster('streams', { isBare: true, nodes: 1 });
  const source = sourceOf(cluster.kubeconfig);
  const world = new StreamWorld(source, { kubeconfig: cluster.kubeconfig, node: 'node-0' });
  await makeNamespace(world.ask, NAMESPACE);
  return {
    world,
    stop: async () => {
      await source.close();
      cluster.stop();
    },
  };
}

/** With a kubelet, containerd and runc: only where all of them are (node-suite.ts). */
export async function realWorld(): Promise<StartedWorld> {
  const binaries = cachedBinaries();
  if (binaries === null) throw new Error('no control plane was built here: npm run real-cluster');
  const plane = await startControlPlane(binaries);
  const node = await startRealNode(plane).catch(async (error: unknown) => {
    await plane.stop();
    throw error;
  });
  const world = new StreamWorld(plane.source, { kubeconfig: plane.kubeconfig, node: REAL_NODE });
  await makeNamespace(world.ask, NAMESPACE);
  return {
    world,
    stop: async () => {
      await node.stop();
      await plane.stop();
    },
  };
}
