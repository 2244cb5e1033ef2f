import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { below, fails, intOrPercent, isGiven, type TypeRules } from './rules/type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/{apps,batch,autoscaling}/validation/validation.go.

const APPS = 'io.k8s.api.apps.v1.';
const BATCH = 'io.k8s.api.batch.v1.';
const AUTOSCALING = 'io.k8s.api.autoscaling.v2.';

/** As many indexes as a Job with a limit for each may let fail, or run at once. */
const MAX_INDEXES = 100_000;

function deploymentSpec({ progressDeadlineSeconds, minReadySeconds }: JsonObject, at: string): FieldError[] {
  const deadline = asNumber(progressDeadlineSeconds);
  return fails(deadline !== undefined && deadline <= (asNumber(minReadySeconds) ?? 0), () =>
    invalidValue(below(at, 'progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds'),
  );
}

/** A DaemonSet's pods are replaced before or after the old one ends, not both. */
function rollingUpdateDaemonSet({ maxUnavailable, maxSurge }: JsonObject, at: string): FieldError[] {
  const hasUnavailable = intOrPercent(maxUnavailable) !== 0;
  const hasSurge = intOrPercent(maxSurge) !== 0;
  return [
    ...fails(hasUnavailable && hasSurge, () =>
      invalidValue(below(at, 'maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero'),
    ),
    ...fails(!hasUnavailable && !hasSurge, () =>
      required(below(at, 'maxUnavailable'), 'cannot be 0 when maxSurge is 0'),
    ),
  ];
}

const MANAGEMENT_POLICIES = ['OrderedReady', 'Parallel'];
const UPDATE_STRATEGIES = ['RollingUpdate', 'OnDelete'];

function statefulSetSpec({ podManagementPolicy, updateStrategy }: JsonObject, at: string): FieldError[] {
  const { type } = asObject(updateStrategy);
  return [
    ...fails(!MANAGEMENT_POLICIES.includes(asString(podManagementPolicy)), () =>
      invalidValue(below(at, 'podManagementPolicy'), podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"),
    ),
    ...fails(!UPDATE_STRATEGIES.includes(asString(type)), () =>
      invalidValue(below(at, 'updateStrategy'), updateStrategy, "must be 'RollingUpdate' or 'OnDelete'"),
    ),
  ];
}

/** Of the strategy as a whole, in its own form. */
const strategyAmong =
  (field: string, supported: readonly string[]) =>
  (spec: JsonObject, at: string): FieldError[] =>
    fails(!supported.includes(asString(asObject(spec[field])['type'])), () =>
      notSupported(below(at, field), spec[field], supported),
    );

function jobSpec(spec: JsonObject, at: string): FieldError[] {
  const { backoffLimitPerIndex, maxFailedIndexes, completionMode, successPolicy } = spec;
  const isIndexed = completionMode === 'Indexed';
  const onlyIndexed = (name: string) =>
    fails(!isIndexed && spec[name] !== undefined, () =>
      invalidValue(below(at, name), spec[name], 'requires indexed completion mode'),
    );
  return [
    ...fails(maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined, () =>
      required(below(at, 'backoffLimitPerIndex'), 'when maxFailedIndexes is specified'),
    ),
    ...onlyIndexed('backoffLimitPerIndex'),
    ...onlyIndexed('maxFailedIndexes'),
    ...(isIndexed ? indexedJobSpec(spec, at) : []),
    ...fails(!isIndexed && successPolicy !== undefined, () =>
      invalidValue(below(at, 'successPolicy'), { Rules: null }, 'requires indexed completion mode'),
    ),
    ...replacementPolicy(spec, at),
  ];
}

function indexedJobSpec({ completions, parallelism, maxFailedIndexes }: JsonObject, at: string): FieldError[] {
  const most = asNumber(maxFailedIndexes) ?? Number.NEGATIVE_INFINITY;
  const field = below(at, 'maxFailedIndexes');
  return [
    ...fails(completions === undefined, () => required(below(at, 'completions'), 'when completion mode is Indexed')),
    ...fails((asNumber(parallelism) ?? 0) > MAX_INDEXES, () =>
      invalidValue(
        below(at, 'parallelism'),
        parallelism,
        `must be less than or equal to ${MAX_INDEXES} when completion mode is Indexed`,
      ),
    ),
    ...fails(completions !== undefined && most > (asNumber(completions) ?? 0), () =>
      invalidValue(field, most, 'must be less than or equal to completions'),
    ),
    ...fails(most > MAX_INDEXES, () => invalidValue(field, most, `must be less than or equal to ${MAX_INDEXES}`)),
  ];
}

/** Pods that a failure policy is to judge are replaced only when they have failed. */
function replacementPolicy({ podReplacementPolicy, podFailurePolicy }: JsonObject, at: string): FieldError[] {
  const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return fails(podReplacementPolicy !== undefined && !supported.includes(asString(podReplacementPolicy)), () =>
    notSupported(below(at, 'podReplacementPolicy'), podReplacementPolicy, supported),
  );
}

function failurePolicyRule({ onExitCodes, onPodConditions }: JsonObject, at: string): FieldError[] {
  const isBoth = onExitCodes !== undefined && isGiven(onPodConditions);
  const isNone = onExitCodes === undefined && !isGiven(onPodConditions);
  const wrong = (why: string): FieldError => ({
    field: at,
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${why}`,
  });
  return [
    ...fails(isBoth, () => wrong('specifying both OnExitCodes and OnPodConditions is not supported')),
    ...fails(isNone, () => wrong('specifying one of OnExitCodes and OnPodConditions is required')),
  ];
}

function exitCodes({ values }: JsonObject, at: string): FieldError[] {
  return fails(!isGiven(values), () => invalidValue(below(at, 'values'), null, 'at least one value is required'));
}

function successPolicyRule({ succeededCount, succeededIndexes }: JsonObject, at: string): FieldError[] {
  const why = 'at least one of succeededCount or succeededIndexes must be specified';
  return fails(succeededCount === undefined && succeededIndexes === undefined, () => required(at, why));
}

function autoscalerSpec({ minReplicas, maxReplicas, metrics, scaleTargetRef }: JsonObject, at: string): FieldError[] {
  const { kind, apiVersion } = asObject(scaleTargetRef);
  const version = asString(apiVersion);
  const hasGroup = version.includes('/') || (version === 'v1' && kind === 'ReplicationController');
  const scalesToZero = asArray(metrics).some(metric =>
    ['Object', 'External'].includes(asString(asObject(metric)['type'])),
  );
  const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
  const most = asNumber(maxReplicas) ?? 0;
  return [
    ...fails(most < (asNumber(minReplicas) ?? 1), () =>
      invalidValue(below(at, 'maxReplicas'), most, 'must be greater than or equal to `minReplicas`'),
    ),
    ...fails(!hasGroup, () =>
      invalidValue(below(at, 'scaleTargetRef.apiVersion'), version, 'apiVersion must specify API group'),
    ),
    ...fails(minReplicas === 0 && !scalesToZero, () => forbiddenField(below(at, 'metrics'), why)),
  ];
}

function objectReference({ kind }: JsonObject, at: string): FieldError[] {
  return fails(!isGiven(kind), () => required(below(at, 'kind')));
}

/** In the order in which the server looks for them. */
const METRIC_SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'];

function metricSpec(metric: JsonObject, at: string): FieldError[] {
  const expected = METRIC_SOURCES.find(name => name.toLowerCase() === asString(metric['type']).toLowerCase());
  const present = METRIC_SOURCES.filter(name => metric[name] !== undefined);
  const missing = expected !== undefined && metric[expected] === undefined ? [expected] : [];
  const others = present.length === 1 ? [] : present.filter(name => name !== expected);
  return [
    ...missing.map(name => required(below(at, name), 'must populate information for the given metric source')),
    ...others.map(name => forbiddenField(below(at, name), 'must populate the given metric source only')),
  ];
}

const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

function metricTarget({ type }: JsonObject, at: string): FieldError[] {
  return fails(!TARGET_TYPES.includes(asString(type)), () =>
    invalidValue(below(at, 'type'), asString(type), 'must be either Utilization, Value, or AverageValue'),
  );
}

function utilizationSource({ target }: JsonObject, at: string): FieldError[] {
  const { averageUtilization, averageValue } = asObject(target);
  const field = below(at, 'target');
  return [
    ...fails(averageUtilization === undefined && averageValue === undefined, () =>
      required(`${field}.averageUtilization`, 'must set either a target raw value or a target utilization'),
    ),
    ...fails(averageUtilization !== undefined && averageValue !== undefined, () =>
      forbiddenField(`${field}.averageValue`, 'may not set both a target raw value and a target utilization'),
    ),
  ];
}

const needsAverage =
  (why: string, others: readonly string[]) =>
  ({ target }: JsonObject, at: string): FieldError[] => {
    const isSet = ['averageValue', ...others].some(name => asObject(target)[name] !== undefined);
    return fails(!isSet, () => required(below(at, 'target.averageValue'), why));
  };

export const WORKLOAD_TYPE_RULES: TypeRules = {
  [`${APPS}DeploymentSpec`]: (spec, at) => [
    ...deploymentSpec(spec, at),
    ...strategyAmong('strategy', ['Recreate', 'RollingUpdate'])(spec, at),
  ],
  [`${APPS}DaemonSetSpec`]: strategyAmong('updateStrategy', UPDATE_STRATEGIES),
  [`${APPS}StatefulSetSpec`]: statefulSetSpec,
  [`${APPS}RollingUpdateDaemonSet`]: rollingUpdateDaemonSet,
  [`${BATCH}JobSpec`]: jobSpec,
  [`${BATCH}PodFailurePolicyRule`]: failurePolicyRule,
  [`${BATCH}PodFailurePolicyOnExitCodesRequirement`]: exitCodes,
  [`${BATCH}SuccessPolicyRule`]: successPolicyRule,
  [`${AUTOSCALING}HorizontalPodAutoscalerSpec`]: autoscalerSpec,
  [`${AUTOSCALING}CrossVersionObjectReference`]: objectReference,
  [`${AUTOSCALING}MetricSpec`]: metricSpec,
  [`${AUTOSCALING}MetricTarget`]: metricTarget,
  [`${AUTOSCALING}ResourceMetricSource`]: utilizationSource,
  [`${AUTOSCALING}ContainerResourceMetricSource`]: utilizationSource,
  [`${AUTOSCALING}PodsMetricSource`]: needsAverage('must specify a positive target averageValue', []),
  [`${AUTOSCALING}ObjectMetricSource`]: needsAverage('must set either a target value or averageValue', ['value']),
  [`${AUTOSCALING}ExternalMetricSource`]: needsAverage(
    'must set either a target value for metric or a per-pod target',
    ['value'],
  ),
};
