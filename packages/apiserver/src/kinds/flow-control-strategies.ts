import { asArray, asNumber, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { fails } from './rules/type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go.

const MAX_PRECEDENCE = 10_000;
const MAX_QUEUES = 10_000_000;
const EXEMPT = 'exempt';
const NO_VERB = 'verbs must contain at least one value';
const DISTINGUISHERS = ['ByNamespace', 'ByUser'];
const SUBJECTS = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;

function validateFlowSchema(schema: KubeObject): FieldError[] {
  const { matchingPrecedence, distinguisherMethod, rules } = asObject(schema['spec']);
  const precedence = asNumber(matchingPrecedence) ?? 0;
  const field = 'spec.matchingPrecedence';
  const level = asString(getPath(schema, 'spec', 'priorityLevelConfiguration', 'name'));
  const levelField = 'spec.priorityLevelConfiguration.name';
  const method = getPath(distinguisherMethod, 'type');
  return [
    ...fails(precedence < 0, () => invalidValue(field, precedence, 'must be a positive value')),
    ...fails(precedence > MAX_PRECEDENCE, () =>
      invalidValue(field, precedence, `must not be greater than ${MAX_PRECEDENCE}`),
    ),
    ...fails(precedence === 1 && schema.metadata.name !== EXEMPT, () =>
      invalidValue(field, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"),
    ),
    ...fails(isObject(distinguisherMethod) && !DISTINGUISHERS.includes(asString(method)), () =>
      notSupported('spec.distinguisherMethod.type', { Type: method }, DISTINGUISHERS),
    ),
    ...(level === ''
      ? [required(levelField, 'must reference a priority level')]
      : FIELD_FORMATS.subdomain(level).map(why => invalidValue(levelField, level, why))),
    ...asArray(rules).flatMap((rule, i) => ruleErrors(asObject(rule), `spec.rules[${i}]`)),
  ];
}

function ruleErrors({ subjects, resourceRules, nonResourceRules }: JsonObject, at: string): FieldError[] {
  const [whose, resources, paths] = [asArray(subjects), asArray(resourceRules), asArray(nonResourceRules)];
  return [
    ...fails(whose.length === 0, () => required(`${at}.subjects`, 'subjects must contain at least one value')),
    ...whose.flatMap((subject, i) => subjectErrors(asObject(subject), `${at}.subjects[${i}]`)),
    ...fails(resources.length === 0 && paths.length === 0, () =>
      required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty'),
    ),
    ...resources.flatMap((rule, i) => resourceRuleErrors(asObject(rule), `${at}.resourceRules[${i}]`)),
    ...paths.flatMap((rule, i) =>
      emptyErrors(asObject(rule), {
        [`${at}.nonResourceRules[${i}].verbs`]: NO_VERB,
        [`${at}.nonResourceRules[${i}].nonResourceURLs`]: 'nonResourceURLs must contain at least one value',
      }),
    ),
  ];
}

function resourceRuleErrors(rule: JsonObject, at: string): FieldError[] {
  const why = 'resource rules that are not cluster scoped must supply at least one namespace';
  return emptyErrors(rule, {
    [`${at}.verbs`]: NO_VERB,
    [`${at}.apiGroups`]: 'resource rules must supply at least one api group',
    [`${at}.resources`]: 'resource rules must supply at least one resource',
    ...(rule['clusterScope'] === true ? {} : { [`${at}.namespaces`]: why }),
  });
}

/** Complaints of lists that hold nothing, by their paths. */
function emptyErrors(rule: JsonObject, whys: Readonly<Record<string, string>>): FieldError[] {
  return Object.entries(whys).flatMap(([path, why]) =>
    fails(asArray(rule[path.slice(path.lastIndexOf('.') + 1)]).length === 0, () => required(path, why)),
  );
}

function subjectErrors(subject: JsonObject, at: string): FieldError[] {
  const kind = asString(subject['kind']);
  const entries = Object.entries(SUBJECTS);
  const own = entries.find(([known]) => known === kind)?.[1];
  if (own === undefined) return [notSupported(`${at}.kind`, kind, Object.keys(SUBJECTS))];
  const given = subject[own];
  const others = entries.filter(([known, name]) => known !== kind && subject[name] !== undefined);
  return [
    ...(isObject(given)
      ? subjectNameErrors(own, given, `${at}.${own}`)
      : [required(`${at}.${own}`, `${own} is required when subject kind is '${kind}'`)]),
    ...others.map(([known, name]) =>
      forbiddenField(`${at}.${name}`, `${name} is forbidden when subject kind is not '${known}'`),
    ),
  ];
}

function subjectNameErrors(own: string, given: JsonObject, at: string): FieldError[] {
  return [
    ...fails(asString(given['name']) === '', () => required(`${at}.name`)),
    ...fails(own === 'serviceAccount' && asString(given['namespace']) === '', () =>
      required(`${at}.namespace`, 'must specify namespace for service account'),
    ),
  ];
}

function validateLevel(level: KubeObject): FieldError[] {
  const spec = asObject(level['spec']);
  const type = asString(spec['type']);
  const { limited, exempt } = spec;
  const isNamedExempt = level.metadata.name === EXEMPT;
  return [
    ...fails(isNamedExempt !== (type === 'Exempt'), () =>
      invalidValue('spec.type', type, "must be 'Exempt' if and only if `name` is 'exempt'"),
    ),
    ...fails(type === '', () => required('spec.type')),
    ...fails(!['', 'Exempt', 'Limited'].includes(type), () => notSupported('spec.type', type, ['Exempt', 'Limited'])),
    ...fails(type === 'Exempt' && limited !== undefined, () => forbiddenField('spec.limited')),
    ...fails(type === 'Limited' && exempt !== undefined, () => forbiddenField('spec.exempt')),
    ...fails(type === 'Limited' && limited === undefined, () => required('spec.limited')),
    ...(type === 'Limited' && isObject(limited) ? limitedErrors(limited) : []),
  ];
}

function limitedErrors(limited: JsonObject): FieldError[] {
  const at = 'spec.limited';
  const [shares, lent, borrowed] = ['nominalConcurrencyShares', 'lendablePercent', 'borrowingLimitPercent'].map(
    name => asNumber(limited[name]) ?? 0,
  ) as [number, number, number];
  const type = asString(getPath(limited, 'limitResponse', 'type'));
  const queuing = getPath(limited, 'limitResponse', 'queuing');
  const queues = `${at}.limitResponse.queuing`;
  return [
    ...fails(shares < 0, () =>
      invalidValue(`${at}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'),
    ),
    ...fails(type === 'Reject' && queuing !== undefined, () => forbiddenField(queues)),
    ...fails(type === 'Queue' && queuing === undefined, () => required(queues)),
    ...(type === 'Queue' && isObject(queuing) ? queuingErrors(queuing, queues) : []),
    ...fails(type === '', () => required(`${at}.limitResponse.type`)),
    ...fails(!['', 'Queue', 'Reject'].includes(type), () =>
      notSupported(`${at}.limitResponse.type`, type, ['Queue', 'Reject']),
    ),
    ...fails(lent < 0 || lent > 100, () =>
      invalidValue(`${at}.lendablePercent`, lent, 'must be between 0 and 100, inclusive'),
    ),
    ...fails(borrowed < 0, () =>
      invalidValue(`${at}.borrowingLimitPercent`, borrowed, 'if specified, must be a non-negative integer'),
    ),
  ];
}

function queuingErrors(queuing: JsonObject, at: string): FieldError[] {
  const [limit, queues, hand] = ['queueLengthLimit', 'queues', 'handSize'].map(
    name => asNumber(queuing[name]) ?? 0,
  ) as [number, number, number];
  const positive = 'must be positive';
  return [
    ...fails(limit <= 0, () => invalidValue(`${at}.queueLengthLimit`, limit, positive)),
    ...fails(queues <= 0, () => invalidValue(`${at}.queues`, queues, positive)),
    ...fails(queues > MAX_QUEUES, () => invalidValue(`${at}.queues`, queues, `must not be greater than ${MAX_QUEUES}`)),
    ...fails(hand <= 0, () => invalidValue(`${at}.handSize`, hand, positive)),
    ...fails(hand > queues, () =>
      invalidValue(`${at}.handSize`, hand, `should not be greater than queues (${queues})`),
    ),
  ];
}

export const FLOW_CONTROL_STRATEGIES: Readonly<Record<string, Strategy>> = {
  flowschemas: { ...STATUS_ALONE, hasGeneration: true, validate: validateFlowSchema },
  prioritylevelconfigurations: { ...STATUS_ALONE, hasGeneration: true, validate: validateLevel },
};
