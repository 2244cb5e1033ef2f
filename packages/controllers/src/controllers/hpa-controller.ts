import { asArray, asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseApiVersion, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { isFailure } from '../machinery/api-client.ts';
import { conditionNow } from '../machinery/conditions.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const AUTOSCALERS = 'horizontalpodautoscalers.v2.autoscaling';
const POD_METRICS = 'pods.v1beta1.metrics.k8s.io';
const COMPONENT = 'horizontal-pod-autoscaler';
/** --horizontal-pod-autoscaler-sync-period */
const PERIOD_MS = 15_000;
/** --horizontal-pod-autoscaler-tolerance */
const TOLERANCE = 0.1;
/** --horizontal-pod-autoscaler-downscale-stabilization */
const STABILIZATION_S = 300;

interface Measured {
  /** What the metric alone would want. */
  readonly replicas: number;
  readonly current: JsonObject;
  readonly reason: string;
}

/** Scales by the metrics of pods, resource metrics alone (k8s.io/kubernetes/pkg/controller/podautoscaler). */
export class HpaController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  /** What was wanted lately: the most of it is kept. */
  readonly #wanted = new Map<string, { readonly at: number; readonly replicas: number }[]>();

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(AUTOSCALERS).subscribe((hpa, { previous, isDeleted }) => {
      if (isDeleted) this.#wanted.delete(queueKey(hpa));
      else if (previous?.metadata.generation !== hpa.metadata.generation) this.#queue.add(queueKey(hpa));
    });
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const hpa = this.#context.informer(AUTOSCALERS).get(namespace, name);
    if (hpa === undefined) return;
    const target = await this.#target(hpa);
    if (target === null) {
      const message = `the HPA controller was unable to get the target's current scale: ${asString(getPath(hpa, 'spec', 'scaleTargetRef', 'name'))} not found`;
      await this.#write(hpa, { currentReplicas: 0, desiredReplicas: 0 }, [
        ['AbleToScale', false, 'FailedGetScale', message],
      ]);
      return PERIOD_MS;
    }
    const { resource, scale } = target;
    const current = asNumber(getPath(scale, 'spec', 'replicas')) ?? 0;
    const ready = "the HPA controller was able to get the target's current scale";
    const measured = await this.#measure(hpa, scale, current);
    if (typeof measured === 'string') {
      await this.#write(hpa, { currentReplicas: current, desiredReplicas: 0 }, [
        ['AbleToScale', true, 'SucceededGetScale', ready],
        ['ScalingActive', false, 'FailedGetResourceMetric', measured],
      ]);
      return PERIOD_MS;
    }
    const desired = this.#stabilize(hpa, current, Math.max(...measured.map(({ replicas }) => replicas)));
    if (desired !== current) {
      await this.#context.client.patch(
        resource,
        { metadata: { namespace, name: asString(getPath(scale, 'metadata', 'name')) } },
        { patch: { spec: { replicas: desired } }, subresource: 'scale' },
      );
      const [first] = measured;
      this.#event(
        hpa,
        `New size: ${desired}; reason: ${desired > current ? (first?.reason ?? '') : 'All metrics below target'}`,
      );
    }
    const status = {
      currentReplicas: current,
      desiredReplicas: desired,
      currentMetrics: measured.map(entry => entry.current),
      lastScaleTime:
        desired === current ? getPath(hpa, 'status', 'lastScaleTime') : formatTime(this.#context.clock.now()),
    };
    await this.#write(hpa, status, [
      [
        'AbleToScale',
        true,
        desired === current ? 'ReadyForNewScale' : 'SucceededRescale',
        desired === current
          ? 'recommended size matches current size'
          : `the HPA controller was able to update the target scale to ${desired}`,
      ],
      [
        'ScalingActive',
        true,
        'ValidMetricFound',
        'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      ],
      ['ScalingLimited', false, 'DesiredWithinRange', 'the desired count is within the acceptable range'],
    ]);
    return PERIOD_MS;
  }

  async #target(hpa: KubeObject): Promise<{ resource: string; scale: KubeObject } | null> {
    const { apiVersion, kind, name } = asObject(getPath(hpa, 'spec', 'scaleTargetRef'));
    const { group } = parseApiVersion(asString(apiVersion));
    const found = await this.#context.mapper.byKind(group, asString(kind));
    if (found === null) return null;
    try {
      const reference = { namespace: hpa.metadata.namespace, name: asString(name), subresource: 'scale' };
      const resource = resourceKey(found);
      return { resource, scale: await this.#context.client.get(resource, reference) };
    } catch (error) {
      if (isFailure(error, 'NotFound')) return null;
      throw error;
    }
  }

  /** One number for each metric, or why there is none. */
  async #measure(hpa: KubeObject, scale: KubeObject, current: number): Promise<Measured[] | string> {
    const selector = asString(getPath(scale, 'status', 'selector'));
    const namespace = hpa.metadata.namespace ?? '';
    const metrics: KubeObject[] = [];
    try {
      metrics.push(...(await this.#context.client.list(POD_METRICS, namespace)));
    } catch (error) {
      if (!isFailure(error, 'NotFound')) throw error;
      return 'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    }
    const wanted = selector.split(',').map(pair => pair.split('='));
    const pods: KubeObject[] = [];
    for (const pod of this.#context.informer('pods.v1.').all())
      if (
        pod.metadata.namespace === namespace &&
        wanted.every(([key = '', value]) => pod.metadata.labels?.[key] === value)
      )
        pods.push(pod);
    const found: Measured[] = [];
    for (const metric of asArray(getPath(hpa, 'spec', 'metrics'))) {
      const resource = asString(getPath(metric, 'resource', 'name'));
      const target = asObject(getPath(metric, 'resource', 'target'));
      let used = 0;
      let requested = 0;
      let counted = 0;
      for (const pod of pods) {
        const own = metrics.find(({ metadata }) => metadata.name === pod.metadata.name);
        if (own === undefined) continue;
        counted++;
        for (const container of asArray(own['containers']))
          used += parseQuantity(asString(getPath(container, 'usage', resource))) ?? 0;
        for (const container of asArray(getPath(pod, 'spec', 'containers'))) {
          const request = getPath(container, 'resources', 'requests', resource);
          if (request === undefined && target['type'] === 'Utilization') {
            const missing = `missing request for ${resource} in container ${asString(getPath(container, 'name'))} of Pod ${pod.metadata.name ?? ''}`;
            return `the HPA was unable to compute the replica count: failed to get ${resource} utilization: ${missing}`;
          }
          requested += parseQuantity(asString(request)) ?? 0;
        }
      }
      if (counted === 0)
        return `the HPA was unable to compute the replica count: failed to get ${resource} utilization: unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`;
      found.push(toMeasured(resource, target, { used, requested, counted, current }));
    }
    return found;
  }

  /** Never beyond the bounds, and down only as far as nothing lately wanted more. */
  #stabilize(hpa: KubeObject, current: number, wanted: number): number {
    const key = queueKey(hpa);
    const { minReplicas = 1, maxReplicas = 1, behavior } = asObject(hpa['spec']);
    const window = (asNumber(getPath(behavior, 'scaleDown', 'stabilizationWindowSeconds')) ?? STABILIZATION_S) * 1000;
    const now = this.#context.clock.now();
    const before = this.#wanted.get(key) ?? [{ at: now, replicas: current }];
    const recent = [...before, { at: now, replicas: wanted }].filter(({ at }) => now - at <= window);
    this.#wanted.set(key, recent);
    const most = Math.max(...recent.map(({ replicas }) => replicas));
    return Math.min(Number(maxReplicas), Math.max(Number(minReplicas), most));
  }

  async #write(
    hpa: KubeObject,
    fields: JsonObject,
    conditions: readonly (readonly [string, boolean, string, string])[],
  ): Promise<void> {
    const now = this.#context.clock.now();
    const status: JsonObject = {
      observedGeneration: hpa.metadata.generation,
      ...fields,
      conditions: conditions.map(([type, isTrue, reason, message]) =>
        conditionNow(hpa, { type, isTrue, reason, message }, now),
      ),
    };
    if (!deepEqual(status, asObject(hpa['status']))) await this.#context.updateStatus(AUTOSCALERS, { ...hpa, status });
  }

  #event(object: KubeObject, message: string): void {
    const text = { type: 'Normal', reason: 'SuccessfulRescale', message, component: COMPONENT } as const;
    this.#context.events.record({ kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', object }, text);
  }
}

function toMeasured(
  resource: string,
  target: JsonObject,
  { used, requested, counted, current }: { used: number; requested: number; counted: number; current: number },
): Measured {
  const average = used / counted;
  const isShare = target['type'] === 'Utilization';
  const percent = requested === 0 ? 0 : Math.round((used / requested) * 100);
  const ratio = isShare
    ? percent / (asNumber(target['averageUtilization']) ?? 80)
    : average / (parseQuantity(asString(target['averageValue'])) ?? average);
  const replicas = Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
  const averageValue = resource === 'cpu' ? `${Math.round(average * 1000)}m` : String(Math.round(average));
  const value = { averageValue, ...(isShare ? { averageUtilization: percent } : {}) };
  const kind = isShare ? 'resource utilization (percentage of request)' : 'resource';
  return {
    replicas,
    current: { type: 'Resource', resource: { name: resource, current: value } },
    reason: `${resource} ${kind} above target`,
  };
}
