import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, required } from '../wire/api-error.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** A version of a kind that is stored in another. */
export interface Conversion {
  readonly storedAs: string;
  readonly toStored: (object: KubeObject) => KubeObject;
  readonly fromStored: (object: KubeObject) => KubeObject;
  /** The stored field a selector of this version names; the same where nothing is said. */
  readonly storedField?: (field: string) => string;
  /** What this version asks for beyond the stored one. */
  readonly validateVersion?: (object: KubeObject) => FieldError[];
}

/** Names of fields in events.k8s.io, and in the core group (k8s.io/kubernetes/pkg/apis/events/v1/conversion.go). */
const EVENT_FIELDS: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

function renamed(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  const fields = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]);
  return { ...Object.fromEntries(fields), metadata: object.metadata } as KubeObject;
}

const TO_CORE = new Map(EVENT_FIELDS);
const FROM_CORE = new Map(EVENT_FIELDS.map(([newer, older]) => [older, newer]));

/** Events of the newer group say when, what and who (k8s.io/kubernetes/pkg/apis/core/validation/events.go). */
function validateEvent(event: KubeObject): FieldError[] {
  const missing = ['eventTime', 'reportingController', 'reportingInstance', 'action', 'reason'].filter(
    field => asString(event[TO_CORE.get(field) ?? field]) === '',
  );
  return missing.slice(0, 1).map(field => required(field));
}

/** The same name for one event, whichever group's field a selector names. */
function coreEventField(field: string): string {
  const [first = '', ...rest] = field.split('.');
  return [TO_CORE.get(first) ?? first, ...rest].join('.');
}

function eventFromCore(event: KubeObject): KubeObject {
  const { reportingComponent, reportingInstance, ...rest } = event;
  const reporting = { reportingComponent, reportingInstance };
  const said = Object.fromEntries(Object.entries(reporting).filter(([, value]) => asString(value) !== ''));
  return renamed({ ...rest, ...said, metadata: event.metadata }, FROM_CORE);
}

/** What only v2 has travels in annotations when it is read as v1. */
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';

function cpuTarget(metric: unknown): number | undefined {
  if (getPath(metric, 'resource', 'name') !== 'cpu') return undefined;
  return asNumber(getPath(metric, 'resource', 'target', 'averageUtilization'));
}

function autoscalerToV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = asObject(object['spec']);
  const { [METRICS]: kept, ...annotations } = object.metadata.annotations ?? {};
  const others = kept === undefined ? [] : asArray(JSON.parse(kept)).map(metricOfV1);
  const cpu = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
  };
  const metrics = [...others, ...(target === undefined ? [] : [cpu])];
  const { annotations: _before, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: { ...metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { ...spec, ...(metrics.length === 0 ? {} : { metrics }) },
  };
}

function autoscalerToV1(object: KubeObject): KubeObject {
  const { metrics, behavior: _behavior, ...spec } = asObject(object['spec']);
  const all = asArray(metrics);
  const target = all.map(cpuTarget).find(value => value !== undefined);
  const others = all.filter(metric => cpuTarget(metric) === undefined).map(metricToV1);
  const { currentMetrics: _current, conditions: _conditions, ...status } = asObject(object['status']);
  const annotations = {
    ...object.metadata.annotations,
    ...(others.length === 0 ? {} : { [METRICS]: JSON.stringify(others) }),
  };
  return {
    ...object,
    metadata: { ...object.metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: { currentReplicas: 0, desiredReplicas: 0, ...status },
  };
}

/** `{averageValue}` of a target is `targetAverageValue` beside the name in v1. */
function metricToV1(metric: unknown): JsonObject {
  const { type } = asObject(metric);
  const { name, target } = asObject(getPath(metric, 'resource'));
  const { averageValue, averageUtilization } = asObject(target);
  return {
    type,
    resource: {
      name,
      ...(averageUtilization === undefined ? {} : { targetAverageUtilization: averageUtilization }),
      ...(averageValue === undefined ? {} : { targetAverageValue: averageValue }),
    },
  };
}

function metricOfV1(metric: unknown): JsonObject {
  const { name, targetAverageValue, targetAverageUtilization } = asObject(getPath(metric, 'resource'));
  const target =
    targetAverageValue === undefined
      ? { type: 'Utilization', averageUtilization: targetAverageUtilization }
      : { type: 'AverageValue', averageValue: targetAverageValue };
  return { type: asString(getPath(metric, 'type')), resource: { name, target } };
}

export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'events.v1.events.k8s.io': {
    storedAs: 'events.v1.',
    toStored: object => renamed(object, TO_CORE),
    fromStored: eventFromCore,
    storedField: coreEventField,
    validateVersion: validateEvent,
  },
  'horizontalpodautoscalers.v1.autoscaling': {
    storedAs: 'horizontalpodautoscalers.v2.autoscaling',
    toStored: autoscalerToV2,
    fromStored: autoscalerToV1,
  },
};
