import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { controllerOf, isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ScenarioRequest, Stage } from '../scenario.ts';

/** How a simulated container behaves (packages/controllers/src/node/simulation.ts). */
const SIMULATION = 'simulation.lanthorn.dev/container';
/** No event and no status comes later than this after the one before it. */
const QUIET_MS = 1_500;

export interface PodTemplateOptions {
  readonly labels: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly behaviour?: JsonObject;
  readonly spec?: JsonObject;
}

/** A template whose containers behave as said, on every simulated node. */
export function template({
  labels,
  image = 'registry.example/app:1',
  behaviour,
  spec,
}: PodTemplateOptions): JsonObject {
  const annotations = behaviour === undefined ? {} : { annotations: { [SIMULATION]: JSON.stringify(behaviour) } };
  return { metadata: { labels, ...annotations }, spec: { containers: [{ name: 'main', image }], ...spec } };
}

/** Objects of one namespace while controllers act on them, in words that two clusters can share. */
export class Life {
  readonly #stage: Stage;
  /** As they were when all was quiet; not known after a write. */
  #events: readonly KubeObject[] | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  path(resource: string, name = ''): string {
    const [plural = '', groupVersion = 'v1'] = resource.split('@');
    const root = groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`;
    return `${root}/namespaces/${this.#stage.namespace}/${plural}${name === '' ? '' : `/${name}`}`;
  }

  async create(resource: string, body: JsonObject): Promise<JsonObject> {
    return this.#write({ method: 'POST', path: this.path(resource), body }, 201);
  }

  async patch(resource: string, name: string, body: unknown): Promise<JsonObject> {
    const request = {
      method: 'PATCH',
      path: this.path(resource, name),
      type: 'application/merge-patch+json',
      body,
    } as const;
    return this.#write(request, 200);
  }

  /** Says of an object's state what its node or its controller would say. */
  async patchStatus(resource: string, name: string, status: JsonObject): Promise<void> {
    await this.patch(resource, `${name}/status`, { status });
  }

  async delete(resource: string, name: string, propagationPolicy?: string): Promise<void> {
    const body = propagationPolicy === undefined ? undefined : { propagationPolicy };
    await this.#write({ method: 'DELETE', path: this.path(resource, name), body }, 200);
  }

  /** A write that must succeed but is not itself of interest; controllers may be faster, so a conflict is tried again. */
  #write(request: ScenarioRequest, fine: number): Promise<JsonObject> {
    this.#events = null;
    return this.#stage.until(request, ({ status, body }) => {
      if (status >= 300 && status !== 409)
        throw new Error(`${request.method} ${request.path}: ${JSON.stringify(body)}`);
      return status === fine || status === 200 || status === 202;
    });
  }

  until(resource: string, name: string, holds: (object: JsonObject) => boolean): Promise<JsonObject> {
    return this.#stage.until(
      { method: 'GET', path: this.path(resource, name) },
      ({ status, body }) => status === 200 && holds(body),
    );
  }

  async untilGone(resource: string, name: string): Promise<void> {
    await this.#stage.until({ method: 'GET', path: this.path(resource, name) }, ({ status }) => status === 404);
  }

  async list(resource: string, labelSelector = ''): Promise<KubeObject[]> {
    const query: Record<string, string> = labelSelector === '' ? {} : { labelSelector };
    const list = await this.#stage.until(
      { method: 'GET', path: this.path(resource), query },
      ({ status }) => status === 200,
    );
    return asArray(list['items']).filter(isKubeObject);
  }

  /** Until so many objects are there, and as wanted. */
  async untilList(
    resource: string,
    holds: (objects: readonly KubeObject[]) => boolean,
  ): Promise<readonly KubeObject[]> {
    let found: KubeObject[] = [];
    await this.#stage.until({ method: 'GET', path: this.path(resource) }, ({ body }) => {
      found = asArray(body['items']).filter(isKubeObject);
      return holds(found);
    });
    return found;
  }

  /** Says what an object's part looks like now. */
  async show(title: string, resource: string, name: string, ...path: string[]): Promise<void> {
    const object = await this.until(resource, name, () => true);
    this.look(title, getPath(object, ...path));
  }

  look(title: string, value: unknown): void {
    this.#stage.look(title, value);
  }

  /** What became of pods, in no order: generated names say nothing. */
  async showPods(title: string, labelSelector = ''): Promise<void> {
    const pods = await this.list('pods', labelSelector);
    this.look(
      title,

      pods.map(pod => ({
        name: pod.metadata.name,
        labels: pod.metadata.labels,
        owner: controllerOf(pod)?.kind,
        phase: getPath(pod, 'status', 'phase'),
      })),
    );
  }

  /** Events about objects of a kind, or about one and with one reason only, after they have fallen quiet. */
  async showEvents(title: string, kind: string, name = '', wanted = ''): Promise<void> {
    if (this.#events === null) this.#events = await this.#quietEvents();
    const about = this.#events.filter(({ involvedObject, reason }) => {
      const involved = asObject(involvedObject);
      if (wanted !== '' && reason !== wanted) return false;
      return involved['kind'] === kind && (name === '' || involved['name'] === name);
    });
    this.look(
      title,
      about.map(({ type, reason, message, source }) => ({
        type,
        reason,
        message: asString(message).replace(/-\d{8}\b/g, '-<minute>'),
        source: asObject(source)['component'],
      })),
    );
  }

  async #quietEvents(): Promise<readonly KubeObject[]> {
    let before = '';
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, QUIET_MS));
      const events = await this.list('events');
      const now = events.map(({ metadata }) => metadata.resourceVersion).join(' ');
      if (now === before) return events;
      before = now;
    }
  }
}

/** Status conditions without their times. */
export function conditions(object: unknown): unknown[] {
  return asArray(getPath(object, 'status', 'conditions')).map(entry => {
    const { type, status, reason, message } = asObject(entry);
    return { type, status, reason, message };
  });
}

export const count = (object: unknown, ...path: string[]): number => {
  const value = getPath(object, ...path);
  return typeof value === 'number' ? value : 0;
};
