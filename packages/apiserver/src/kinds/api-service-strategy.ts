import { asArray, asNumber, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { type FieldError, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { fails } from './rules/type-rule.ts';

// Rules and texts: k8s.io/kube-aggregator/pkg/apis/apiregistration/validation/validation.go.

const MAX_GROUP_PRIORITY = 20_000;
const MAX_VERSION_PRIORITY = 1000;
const MAX_PORT = 65_535;
const STATUSES = ['False', 'True', 'Unknown'];

/** What the server itself serves is there as soon as it is said. */
function available(now: number) {
  return {
    type: 'Available',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
}

/** Those of definitions come after all others. */
const DEFINED = { groupPriorityMinimum: 1000, versionPriority: 100 };

/** The API service of a version that a definition adds (k8s.io/kubernetes/pkg/controlplane/controller/crdregistration). */
export function definedApiService(group: string, version: string, now: number): KubeObject {
  return {
    metadata: { name: `${version}.${group}`, labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
    spec: { group, version, ...DEFINED },
    status: { conditions: [available(now)] },
  };
}

function priorityErrors(object: KubeObject, name: string, max: number): FieldError[] {
  const value = asNumber(getPath(object, 'spec', name)) ?? 0;
  const why = `must be positive and less than ${max}`;
  return fails(value <= 0 || value > max, () => invalidValue(`spec.${name}`, value, why));
}

function validate(object: KubeObject): FieldError[] {
  const spec = asObject(object['spec']);
  const [group, version] = [asString(spec['group']), asString(spec['version'])];
  const name = object.metadata.name ?? '';
  const wanted = `${version}.${group}`;
  const formats = (field: string, value: string, whys: readonly string[]) =>
    whys.map(why => invalidValue(field, value, why));
  return [
    ...fails(name !== '' && name !== wanted, () =>
      invalidValue('metadata.name', name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`),
    ),
    ...fails(group === '' && version !== 'v1', () =>
      required('spec.group', 'only v1 may have an empty group and it better be legacy kube'),
    ),
    ...(group === '' ? [] : formats('spec.group', group, FIELD_FORMATS.subdomain(group))),
    ...priorityErrors(object, 'groupPriorityMinimum', MAX_GROUP_PRIORITY),
    ...priorityErrors(object, 'versionPriority', MAX_VERSION_PRIORITY),
    ...serviceErrors(object),
  ];
}

function serviceErrors(object: KubeObject): FieldError[] {
  const { service, caBundle, insecureSkipTLSVerify } = asObject(object['spec']);
  const hasBundle = asString(caBundle) !== '';
  if (!isObject(service)) {
    return fails(insecureSkipTLSVerify === true, () =>
      invalidValue('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'),
    );
  }
  const port = asNumber(service['port']) ?? 0;
  return [
    ...['namespace', 'name'].flatMap(name =>
      fails(asString(service[name]) === '', () => required(`spec.service.${name}`)),
    ),
    ...fails(port < 1 || port > MAX_PORT, () =>
      invalidValue('spec.service.port', port, `port is not valid: must be between 1 and ${MAX_PORT}, inclusive`),
    ),
    ...fails(insecureSkipTLSVerify === true && hasBundle, () =>
      invalidValue('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'),
    ),
  ];
}

export const API_SERVICE_STRATEGY: Strategy = {
  ...STATUS_ALONE,
  needsVersion: true,
  create: (object, _random, now) => ({
    ...object,
    status: isObject(getPath(object, 'spec', 'service')) ? {} : { conditions: [available(now)] },
  }),
  validate,
  validateStatus: object =>
    asArray(getPath(object, 'status', 'conditions')).flatMap((entry, i) => {
      const status = asString(getPath(entry, 'status'));
      return fails(!STATUSES.includes(status), () =>
        notSupported(`status.conditions[${i}].status`, status, ['True', 'False', 'Unknown']),
      );
    }),
};
