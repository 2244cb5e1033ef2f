import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomInt } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { withIndex } from '../controllers/indexed-pod.ts';
import { podFromTemplate } from '../controllers/pod-template.ts';
import { ApiClient } from '../machinery/api-client.ts';
import type { ContainerState } from '../node/container-state.ts';
import { alike, podStatus } from '../node/pod-status.ts';

export interface ScenarioOptions {
  readonly source: ApiSource;
  /** Puts a complete object into the cluster without defaulting, for history that the API would not let anyone write. */
  readonly load: (resource: string, object: KubeObject) => void;
  readonly random: Random;
  readonly now: number;
}

/** The first is the control plane's and runs no pods. */
export const NODES = 6;

/** An object of a scenario, by its resource as the server's storage names it. */
export interface Planned {
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly fields: JsonObject;
}

/** Puts objects into a cluster as if they had been there for long. */
export class PastObjects {
  readonly client: ApiClient;
  readonly random: Random;
  readonly now: number;
  readonly load: ScenarioOptions['load'];

  constructor({ source, load, random, now }: ScenarioOptions) {
    this.client = new ApiClient(source, 'kubectl-create');
    this.load = load;
    this.random = random;
    this.now = now;
  }

  /** Creates an object, so that it is checked and filled in, and makes it as old as its history says. */
  async create(
    resource: string,
    object: KubeObject,
    history: number | { ageMs: number; change: JsonObject },
  ): Promise<KubeObject> {
    const { ageMs, change } = typeof history === 'number' ? { ageMs: history, change: {} as JsonObject } : history;
    const created = await this.client.create(resource, object);
    const dated: KubeObject = {
      ...created,
      ...change,
      metadata: {
        ...created.metadata,
        ...asObject(change['metadata']),
        creationTimestamp: formatTime(this.now - ageMs),
      },
    };
    delete dated.kind;
    delete dated.apiVersion;
    this.load(resource, dated);
    return dated;
  }

  /** A pod as its controller would have made it, on some node, in the state its run has come to. */
  async createPod(
    owner: KubeObject,
    type: { kind: string; apiVersion: string },
    run: { ageMs: number; state: ContainerState; uid?: string; index?: number },
  ): Promise<KubeObject> {
    const nodeName = `node-${randomInt(this.random, 1, NODES - 1)}`;
    const { name: ownerName = '' } = owner.metadata;
    const pod = podFromTemplate({
      owner: { object: owner, ...type },
      template: asObject(getPath(owner, 'spec', 'template')),
      namePrefix: run.index === undefined ? `${ownerName}-` : `${ownerName}-${run.index}-`,
    });
    const indexed = run.index === undefined ? pod : withIndex(pod, { jobName: ownerName, index: run.index });
    const created = await this.client.create('pods.v1.', indexed);
    const placed: KubeObject = {
      ...created,
      spec: { ...asObject(created['spec']), nodeName },
      metadata: { ...created.metadata, ...(run.uid === undefined ? {} : { uid: run.uid }) },
    };
    const startTime = formatTime(this.now - run.ageMs);
    const status = podStatus(
      { ...placed, status: { startTime } },
      alike(placed, { state: run.state, restartCount: 0, lastState: {} }),
      this.now - run.ageMs + 2_000,
    );
    const dated: KubeObject = { ...placed, status, metadata: { ...placed.metadata, creationTimestamp: startTime } };
    delete dated.kind;
    delete dated.apiVersion;
    this.load('pods.v1.', dated);
    return dated;
  }
}
