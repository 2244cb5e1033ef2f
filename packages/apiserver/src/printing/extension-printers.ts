import { asArray, asNumber, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { findCondition, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';

// Cells of the kinds that change the server itself: apiextensions, apiregistration, admissionregistration, flowcontrol.

const UNSET = '<unset>';
const NONE = '<none>';

const name = (object: KubeObject) => object.metadata.name ?? '';

function age(object: KubeObject, now: number): string {
  const at = parseTime(object.metadata.creationTimestamp);
  return at === null ? '<unknown>' : humanDuration(now - at);
}

const webhooks = (object: KubeObject, now: number) => [
  name(object),
  asArray(object['webhooks']).length,
  age(object, now),
];

/** A selector in Go's form (LabelSelector.String). */
function goSelector(selector: unknown): string {
  const { matchLabels, matchExpressions } = asObject(selector);
  const labels = Object.entries(asStringMap(matchLabels)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('');
  const expressions = asArray(matchExpressions)
    .map(asObject)
    .map(({ key, operator, values }) => {
      const list = asArray(values).map(asString).join(' ');
      return `LabelSelectorRequirement{Key:${asString(key)},Operator:${asString(operator)},Values:[${list}],},`;
    })
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}

/** Whether parameters have a namespace is not known here. */
function parametersText(binding: KubeObject): string {
  const { namespace, name: parameters, selector } = asObject(getPath(binding, 'spec', 'paramRef'));
  if (asString(parameters) !== '') return `${asString(namespace) || '*'}/${asString(parameters)}`;
  return selector === undefined ? UNSET : goSelector(selector);
}

/** In which order flow schemas are asked (FlowSchemaSequence). */
export function byPrecedence(a: KubeObject, b: KubeObject): number {
  const precedence = (schema: KubeObject) => asNumber(getPath(schema, 'spec', 'matchingPrecedence')) ?? 0;
  return precedence(a) - precedence(b) || (name(a) < name(b) ? -1 : 1);
}

export const EXTENSION_PRINTERS: Readonly<Record<string, (object: KubeObject, now: number) => unknown[]>> = {
  customresourcedefinitions: definition => {
    const { group, scope } = asObject(definition['spec']);
    const { kind, shortNames } = asObject(getPath(definition, 'spec', 'names'));
    const versions = asArray(getPath(definition, 'spec', 'versions')).map(asObject);
    return [
      name(definition),
      scope,
      versions
        .map(version => `${asString(version['name'])}${version['storage'] === true ? '(storage)' : ''}`)
        .join(','),
      definition.metadata.creationTimestamp ?? '',
      group,
      kind,
      asArray(shortNames).map(asString).join(','),
      findCondition(definition, 'Established')?.['status'] === 'True',
    ];
  },
  apiservices: (service, now) => {
    const { namespace, name: of } = asObject(getPath(service, 'spec', 'service'));
    const { status, reason } = findCondition(service, 'Available') ?? { status: 'Unknown', reason: '' };
    const available = asString(status);
    const why = available === 'True' || asString(reason) === '' ? '' : ` (${asString(reason)})`;
    const place = of === undefined ? 'Local' : `${asString(namespace)}/${asString(of)}`;
    return [name(service), place, `${available}${why}`, age(service, now)];
  },
  flowschemas: (schema, now) => [
    name(schema),
    asString(getPath(schema, 'spec', 'priorityLevelConfiguration', 'name')),
    getPath(schema, 'spec', 'matchingPrecedence') ?? 0,
    asString(getPath(schema, 'spec', 'distinguisherMethod', 'type')) || NONE,
    age(schema, now),
    asString(findCondition(schema, 'Dangling')?.['status']) || '?',
  ],
  prioritylevelconfigurations: (level, now) => {
    const { limited } = asObject(level['spec']);
    const {
      queues = NONE,
      handSize = NONE,
      queueLengthLimit = NONE,
    } = asObject(getPath(limited, 'limitResponse', 'queuing'));
    const shares = limited === undefined ? NONE : (getPath(limited, 'nominalConcurrencyShares') ?? 0);
    return [
      name(level),
      asString(getPath(level, 'spec', 'type')),
      shares,
      queues,
      handSize,
      queueLengthLimit,
      age(level, now),
    ];
  },
  mutatingwebhookconfigurations: webhooks,
  validatingwebhookconfigurations: webhooks,
  validatingadmissionpolicies: (policy, now) => {
    const { apiVersion, kind } = asObject(getPath(policy, 'spec', 'paramKind'));
    const parameters = kind === undefined ? UNSET : `${asString(apiVersion)}/${asString(kind)}`;
    return [name(policy), asArray(getPath(policy, 'spec', 'validations')).length, parameters, age(policy, now)];
  },
  validatingadmissionpolicybindings: (binding, now) => {
    return [
      name(binding),
      asString(getPath(binding, 'spec', 'policyName')),
      parametersText(binding),
      age(binding, now),
    ];
  },
};
