import { must } from '@lanthorn/base/assert.ts';
import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { JsonObject } from '@lanthorn/base/json.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiClient } from './api-client.ts';
import { EventRecorder } from './event-recorder.ts';
import { Informer } from './informer.ts';
import { RestMapper } from './rest-mapper.ts';

/** The resources that nodes keep a copy of. */
export const WATCHED_BY_NODES = ['nodes.v1.', 'pods.v1.'] as const;

/** The resources that controllers keep a copy of. */
const WATCHED = [
  'configmaps.v1.',
  'controllerrevisions.v1.apps',
  'endpoints.v1.',
  'endpointslices.v1.discovery.k8s.io',
  'horizontalpodautoscalers.v2.autoscaling',
  'persistentvolumeclaims.v1.',
  'persistentvolumes.v1.',
  'poddisruptionbudgets.v1.policy',
  'resourcequotas.v1.',
  'secrets.v1.',
  'serviceaccounts.v1.',
  'storageclasses.v1.storage.k8s.io',
  'services.v1.',
  'namespaces.v1.',
  'nodes.v1.',
  'pods.v1.',
  'replicasets.v1.apps',
  'replicationcontrollers.v1.',
  'deployments.v1.apps',
  'statefulsets.v1.apps',
  'daemonsets.v1.apps',
  'jobs.v1.batch',
  'cronjobs.v1.batch',
] as const;

/** The first lists of a large cluster take seconds; what takes longer is told, as often. */
const SLOW_LIST_MS = 10_000;

export type WatchedResource = (typeof WATCHED)[number];

/** What every controller is given. */
export class ControllerContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signal: CancelSignal;
  readonly client: ApiClient;
  readonly events: EventRecorder;
  readonly mapper: RestMapper;
  /** What clients of the API server are told to trust; '' where it serves no HTTPS. */
  readonly certificateAuthority: string;
  readonly #informers: ReadonlyMap<string, Informer>;
  #synced: () => void = () => {};
  /** When all first lists are complete: who acted before would not know what is there. Or nothing is to be done any more. */
  readonly synced: Promise<void> = new Promise(resolve => {
    this.#synced = resolve;
  });

  constructor(options: {
    source: ApiSource;
    clock: Clock;
    random: Random;
    logger: Logger;
    signal: CancelSignal;
    /** All of them unless told otherwise. */
    watched?: readonly WatchedResource[];
    certificateAuthority?: string;
  }) {
    const { source, clock, random, logger, signal } = options;
    this.clock = clock;
    this.random = random;
    this.logger = logger;
    this.signal = signal;
    this.certificateAuthority = options.certificateAuthority ?? '';
    this.client = new ApiClient(source);
    this.mapper = new RestMapper(source, clock);
    this.events = new EventRecorder({ client: this.client, clock, random, logger });
    this.#informers = new Map(
      (options.watched ?? WATCHED).map(resource => [resource, new Informer(resource, { source, clock })]),
    );
  }

  informer(resource: WatchedResource): Informer {
    return must(this.#informers.get(resource), `${resource} is not watched`);
  }

  /** Creates an object and puts it into the informer, so that it is known before the watch delivers it. */
  async create(resource: WatchedResource, object: KubeObject): Promise<KubeObject> {
    const created = await this.client.create(resource, object);
    this.informer(resource).observe(created);
    return created;
  }

  async update(resource: WatchedResource, object: KubeObject): Promise<void> {
    this.informer(resource).observe(await this.client.update(resource, object));
  }

  async updateStatus(resource: WatchedResource, object: KubeObject): Promise<void> {
    this.informer(resource).observe(await this.client.update(resource, object, 'status'));
  }

  async patch(resource: WatchedResource, object: KubeObject, patch: JsonObject): Promise<KubeObject> {
    const patched = await this.client.patch(resource, object, { patch });
    this.informer(resource).observe(patched);
    return patched;
  }

  /** Changes parts of the status, whatever else was written meanwhile. */
  async patchStatus(resource: WatchedResource, object: KubeObject, status: JsonObject): Promise<KubeObject> {
    const patched = await this.client.patch(resource, object, { patch: { status }, subresource: 'status' });
    this.informer(resource).observe(patched);
    return patched;
  }

  /** With the status, so that it is no new generation. */
  async annotate(
    resource: WatchedResource,
    object: KubeObject,
    annotations: Readonly<Record<string, string>>,
  ): Promise<void> {
    const patch = { metadata: { annotations } };
    this.informer(resource).observe(await this.client.patch(resource, object, { patch, subresource: 'status' }));
  }

  informers(): Iterable<Informer> {
    return this.#informers.values();
  }

  /** Runs every informer until the signal; resolves when all first lists are complete, or with the signal. */
  async start(): Promise<void> {
    const awaited = new Set(this.#informers.keys());
    for (const informer of this.#informers.values()) {
      informer.run(this.signal).catch((error: unknown) => {
        this.logger.error({ error: String(error), resource: informer.resource }, 'informer ended');
      });
    }
    const listed = [...this.#informers.values()].map(async informer => {
      await informer.ready;
      awaited.delete(informer.resource);
    });
    const sayAwaited = () => {
      this.logger.warn({ resources: [...awaited] }, 'no controller acts: first lists are not complete');
      cancel = this.clock.schedule(SLOW_LIST_MS, sayAwaited);
    };
    let cancel = this.clock.schedule(SLOW_LIST_MS, sayAwaited);
    await Promise.race([Promise.all(listed), aborted(this.signal)]);
    cancel();
    this.#synced();
  }
}

function aborted(signal: CancelSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', resolve);
  });
}
