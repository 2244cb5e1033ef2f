import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import {
  type FieldError,
  forbiddenField,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
} from '../wire/api-error.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { below, fails, isGiven, oneOf, type TypeRules } from './rules/type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, and apimachinery's unversioned validation for selectors.

const CORE = 'io.k8s.api.core.v1.';

const VALUE_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/** A variable has a value or a source of one. */
function envVar({ value, valueFrom }: JsonObject, at: string): FieldError[] {
  if (valueFrom === undefined) return [];
  const from = below(at, 'valueFrom');
  const object = asObject(valueFrom);
  const isSourced = VALUE_SOURCES.some(name => object[name] !== undefined);
  if (isSourced && isGiven(value)) return [invalidValue(from, '', 'may not be specified when `value` is not empty')];
  return oneOf(VALUE_SOURCES, { object, at: from });
}

const SELECTED = ['In', 'NotIn'];
const NOT_VALID = 'not a valid selector operator';

function labelRequirement({ operator, values }: JsonObject, at: string): FieldError[] {
  const field = below(at, 'values');
  const name = asString(operator);
  if (SELECTED.includes(name))
    return fails(!isGiven(values), () => required(field, "must be specified when `operator` is 'In' or 'NotIn'"));
  if (['Exists', 'DoesNotExist'].includes(name))
    return fails(isGiven(values), () =>
      forbiddenField(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
    );
  return [invalidValue(below(at, 'operator'), name, NOT_VALID)];
}

function nodeLabelRequirement(requirement: JsonObject, at: string): FieldError[] {
  const { key, operator, values } = requirement;
  const isCompared = ['Gt', 'Lt'].includes(asString(operator));
  const field = below(at, 'values');
  return [
    ...(isCompared
      ? fails(asArray(values).length !== 1, () =>
          required(field, "must be specified single value when `operator` is 'Lt' or 'Gt'"),
        )
      : labelRequirement(requirement, at)),
    ...FIELD_FORMATS.qualifiedName(asString(key)).map(why => invalidValue(below(at, 'key'), asString(key), why)),
  ];
}

/** The one field of a node that can be selected is its name. */
function nodeFieldRequirement({ key, operator, values }: JsonObject, at: string): FieldError[] {
  const field = below(at, 'values');
  const why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  const list = asArray(values).map(value => asString(value));
  return [
    ...(SELECTED.includes(asString(operator))
      ? fails(list.length !== 1, () => required(field, why))
      : [invalidValue(below(at, 'operator'), asString(operator), NOT_VALID)]),
    ...(key === 'metadata.name'
      ? list.flatMap((value, i) =>
          FIELD_FORMATS.subdomain(value).map(text => invalidValue(`${field}[${i}]`, value, text)),
        )
      : [invalidValue(below(at, 'key'), asString(key), 'not a valid field selector key')]),
  ];
}

function nodeTerm({ matchExpressions, matchFields }: JsonObject, at: string): FieldError[] {
  const each = (list: unknown, name: string, check: typeof nodeLabelRequirement) =>
    asArray(list).flatMap((entry, i) => check(asObject(entry), `${below(at, name)}[${i}]`));
  return [
    ...each(matchExpressions, 'matchExpressions', nodeLabelRequirement),
    ...each(matchFields, 'matchFields', nodeFieldRequirement),
  ];
}

function nodeSelector({ nodeSelectorTerms }: JsonObject, at: string): FieldError[] {
  return asArray(nodeSelectorTerms).flatMap((term, i) => {
    const place = `${below(at, 'nodeSelectorTerms')}[${i}]`;
    const values = asArray(asObject(term)['matchExpressions']).flatMap((entry, j) =>
      asArray(asObject(entry)['values']).flatMap((value, k) =>
        FIELD_FORMATS.labelValue(asString(value)).map(why =>
          invalidValue(`${place}.matchExpressions[${j}].values[${k}]`, value, why),
        ),
      ),
    );
    return [...nodeTerm(asObject(term), place), ...values];
  });
}

function toleration({ key, operator, value, effect, tolerationSeconds }: JsonObject, at: string): FieldError[] {
  const name = asString(operator);
  const field = below(at, 'operator');
  const text = asString(value);
  const needsExists = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  const wrongValue = name === '' || name === 'Equal' ? FIELD_FORMATS.labelValue(text).join(';') : '';
  return [
    ...fails(!isGiven(key) && name !== 'Exists', () => invalidValue(field, name, needsExists)),
    ...fails(tolerationSeconds !== undefined && effect !== 'NoExecute', () =>
      invalidValue(below(at, 'effect'), asString(effect), "effect must be 'NoExecute' when `tolerationSeconds` is set"),
    ),
    ...fails(wrongValue !== '', () => invalidValue(field, text, wrongValue)),
    ...fails(name === 'Exists' && text !== '', () =>
      invalidValue(field, text, "value must be empty when `operator` is 'Exists'"),
    ),
  ];
}

/** What a container mounts must be a volume of its pod, each at a place of its own. */
function container(
  volumes: ReadonlySet<string>,
  { volumeMounts, volumeDevices }: JsonObject,
  at: string,
): FieldError[] {
  const unknown = (list: unknown, field: string) =>
    asArray(list).flatMap((entry, i) => {
      const name = asString(asObject(entry)['name']);
      return fails(!volumes.has(name), () => notFoundValue(`${below(at, field)}[${i}].name`, name));
    });
  const paths = asArray(volumeMounts).map(mount => asString(asObject(mount)['mountPath']));
  return [
    ...unknown(volumeMounts, 'volumeMounts'),
    ...paths.flatMap((path, i) =>
      fails(path !== '' && paths.indexOf(path) !== i, () =>
        invalidValue(`${below(at, 'volumeMounts')}[${i}].mountPath`, path, 'must be unique'),
      ),
    ),
    ...unknown(volumeDevices, 'volumeDevices'),
    ...asArray(volumeMounts).flatMap(mount => mountErrors(asObject(mount), below(at, 'volumeMounts'))),
  ];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const READ_ONLY_MODES = ['Disabled', 'Enabled', 'IfPossible'];

/** A request may not exceed its limit. */
function resources({ requests, limits }: JsonObject, at: string): FieldError[] {
  return Object.entries(asObject(requests)).flatMap(([name, request]) => {
    const limit = asObject(limits)[name];
    const size = (value: unknown) => parseQuantity(asString(value)) ?? Number.NaN;
    return fails(size(request) > size(limit), () =>
      invalidValue(below(at, 'requests'), request, `must be less than or equal to ${name} limit of ${asString(limit)}`),
    );
  });
}

/** These complain of the list instead of the mount. */
function mountErrors({ mountPropagation, recursiveReadOnly }: JsonObject, at: string): FieldError[] {
  const among = (value: unknown, name: string, supported: readonly string[]) =>
    fails(value !== undefined && !supported.includes(asString(value)), () =>
      notSupported(below(at, name), value, supported),
    );
  return [
    ...among(mountPropagation, 'mountPropagation', PROPAGATIONS),
    ...among(recursiveReadOnly, 'recursiveReadOnly', READ_ONLY_MODES),
  ];
}

const CONTAINERS = ['initContainers', 'containers'];

function podSpec(spec: JsonObject, at: string): FieldError[] {
  const volumes = new Set(asArray(spec['volumes']).map(volume => asString(asObject(volume)['name'])));
  return CONTAINERS.flatMap(list =>
    asArray(spec[list]).flatMap((entry, i) => {
      const place = `${below(at, list)}[${i}]`;
      return [...container(volumes, asObject(entry), place), ...probes(asObject(entry), place)];
    }),
  );
}

/** One success makes a container alive or started; only those two probes may end it by a grace period of their own. */
function probes({ livenessProbe, readinessProbe, startupProbe }: JsonObject, at: string): FieldError[] {
  const once = (probe: unknown, name: string) => {
    // Zero stands for the default.
    const threshold = asNumber(asObject(probe)['successThreshold']) || 1;
    return fails(threshold !== 1, () => invalidValue(`${below(at, name)}.successThreshold`, threshold, 'must be 1'));
  };
  const grace = asObject(readinessProbe)['terminationGracePeriodSeconds'];
  const field = `${below(at, 'readinessProbe')}.terminationGracePeriodSeconds`;
  return [
    ...once(livenessProbe, 'livenessProbe'),
    ...fails(grace !== undefined, () => invalidValue(field, grace, 'must not be set for readinessProbes')),
    ...once(startupProbe, 'startupProbe'),
  ];
}

function envFrom({ envFrom: sources }: JsonObject, at: string): FieldError[] {
  return asArray(sources).flatMap(source =>
    oneOf(['configMapRef', 'secretRef'], { object: asObject(source), at: below(at, 'envFrom') }),
  );
}

/** Headers complain of their list. */
function httpHeaders({ httpHeaders: headers }: JsonObject, at: string): FieldError[] {
  return asArray(headers).flatMap(header => {
    const name = asString(asObject(header)['name']);
    return FIELD_FORMATS.httpHeader(name).map(why => invalidValue(below(at, 'httpHeaders'), name, why));
  });
}

export const POD_TYPE_RULES: TypeRules = {
  [`${CORE}EnvVar`]: envVar,
  [`${CORE}Container`]: envFrom,
  [`${CORE}NodeSelector`]: nodeSelector,
  [`${CORE}PreferredSchedulingTerm`]: ({ preference }, at) => nodeTerm(asObject(preference), below(at, 'preference')),
  [`${CORE}Toleration`]: toleration,
  [`${CORE}PodSpec`]: podSpec,
  [`${CORE}ResourceRequirements`]: resources,
  [`${CORE}HTTPGetAction`]: httpHeaders,
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement': labelRequirement,
};
