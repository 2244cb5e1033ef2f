import { asObject, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { parseResourceKey, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { formatUsage, isInScope, usageOf } from '@lanthorn/kube/objects/resource-usage.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const QUOTAS = 'resourcequotas.v1.';
/** What is counted but not watched is counted anew this often (--resource-quota-sync-period is five minutes). */
const RESYNC_MS = 30_000;

/** Says what a namespace uses of its quotas (k8s.io/kubernetes/pkg/controller/resourcequota). */
export class ResourceQuotaController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    for (const informer of context.informers()) {
      informer.subscribe((object, { previous, isDeleted }) => {
        if (informer.resource === QUOTAS) return this.#queue.add(queueKey(object));
        const isEnded = getPath(previous, 'status', 'phase') !== getPath(object, 'status', 'phase');
        if (!isDeleted && previous !== null && !isEnded) return;
        for (const quota of context.informer(QUOTAS).all())
          if (quota.metadata.namespace === object.metadata.namespace) this.#queue.add(queueKey(quota));
      });
    }
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const quota = this.#context.informer(QUOTAS).get(namespace, name);
    if (quota === undefined) return;
    const hard = asObject(getPath(quota, 'spec', 'hard'));
    const totals: Record<string, number> = Object.fromEntries(Object.keys(hard).map(entry => [entry, 0]));
    for (const informer of this.#context.informers()) {
      const target = parseResourceKey(informer.resource);
      if (target === null) continue;
      for (const object of informer.all()) {
        if (object.metadata.namespace !== namespace || !isInScope(quota, object)) continue;
        for (const [entry, amount] of Object.entries(usageOf(target, object)))
          if (entry in totals) totals[entry] = (totals[entry] ?? 0) + amount;
      }
    }
    await this.#countOthers(totals, namespace);
    const used = Object.fromEntries(
      Object.entries(totals).map(([entry, amount]) => [entry, formatUsage(entry, amount)]),
    );
    const status = { hard, used };
    if (!deepEqual(status, asObject(quota['status']))) await this.#write(quota, status);
    return RESYNC_MS;
  }

  /** `count/RESOURCE.GROUP` of kinds that nobody watches. */
  async #countOthers(totals: Record<string, number>, namespace: string): Promise<void> {
    const watched = [...this.#context.informers()].map(({ resource }) => parseResourceKey(resource));
    for (const entry of Object.keys(totals).filter(text => text.startsWith('count/'))) {
      const [resource = '', ...group] = entry.slice('count/'.length).split('.');
      const isWatched = watched.some(known => known?.resource === resource && known.group === group.join('.'));
      if (isWatched) continue;
      const found = await this.#context.mapper.byResource(group.join('.'), resource);
      if (found !== null) totals[entry] = (await this.#context.client.list(resourceKey(found), namespace)).length;
    }
  }

  #write(quota: KubeObject, status: object): Promise<void> {
    return this.#context.updateStatus(QUOTAS, { ...quota, status });
  }
}
