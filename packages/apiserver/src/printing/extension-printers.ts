import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { findCondition, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';

// Cells of the kinds that change the server itself: apiextensions and admissionregistration.

const UNSET = '<unset>';

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
  mutatingwebhookconfigurations: webhooks,
  validatingwebhookconfigurations: webhooks,
  validatingadmissionpolicies: (policy, now) => {
    const { apiVersion, kind } = asObject(getPath(policy, 'spec', 'paramKind'));
    const parameters = kind === undefined ? UNSET : `${asString(apiVersion)}/${asString(kind)}`;
    return [name(policy), asArray(getPath(policy, 'spec', 'validations')).length, parameters, age(policy, now)];
  },
  validatingadmissionpolicybindings: (binding, now) => {
    const reference = asObject(getPath(binding, 'spec', 'paramRef'));
    const { namespace, name: parameters } = reference;
    const shown = namespace === undefined ? asString(parameters) : `${asString(namespace)}/${asString(parameters)}`;
    return [
      name(binding),
      asString(getPath(binding, 'spec', 'policyName')),
      parameters === undefined ? UNSET : shown,
      age(binding, now),
    ];
  },
};
