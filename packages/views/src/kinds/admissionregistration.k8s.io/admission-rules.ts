import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { joined, selectorText } from '../../cells/path-columns.ts';

const textsAt = (rule: unknown, field: string) => asArray(getPath(rule, field)).map(asString);

/** What a rule of admission is about: `CREATE,UPDATE pods,deployments.apps`. */
function ruleText(rule: unknown): string {
  const groups = textsAt(rule, 'apiGroups');
  const resources = textsAt(rule, 'resources').flatMap(resource =>
    (groups.length === 0 ? [''] : groups).map(group => (group === '' ? resource : `${resource}.${group}`)),
  );
  return `${joined(textsAt(rule, 'operations'), ',') ?? '*'} ${joined(resources, ',') ?? '*'}`;
}

const hooksOf = (configuration: unknown) => asArray(getPath(configuration, 'webhooks'));

/** What the webhooks of a configuration are asked about, each thing once. */
export function webhookRules(configuration: unknown): string | null {
  const rules = hooksOf(configuration).flatMap(hook => asArray(getPath(hook, 'rules')).map(ruleText));
  return joined([...new Set(rules)], '; ');
}

/** Who is asked: a Service as `namespace/name`, or a URL. */
export function webhookTargets(configuration: unknown): string | null {
  const targets = hooksOf(configuration).map(hook => {
    const part = (key: string) => asString(getPath(hook, 'clientConfig', 'service', key));
    return joined([part('namespace'), part('name')], '/') ?? asString(getPath(hook, 'clientConfig', 'url'));
  });
  return joined([...new Set(targets)]);
}

/** What happens where nobody answers; what is not said is `Fail`. */
export function failurePolicies(configuration: unknown): string | null {
  return joined([...new Set(hooksOf(configuration).map(hook => asString(getPath(hook, 'failurePolicy')) || 'Fail'))]);
}

/** What a policy or a binding is about: its rules, and the selectors that narrow them. */
export function constraintsText(constraints: unknown): string | null {
  const rules = asArray(getPath(constraints, 'resourceRules')).map(ruleText);
  const selectors = (['namespaceSelector', 'objectSelector'] as const).flatMap(field => {
    const text = selectorText(getPath(constraints, field));
    return text === '*' ? [] : [`${field === 'namespaceSelector' ? 'namespaces' : 'objects'}(${text})`];
  });
  return joined([...rules, ...selectors], '; ');
}

/** Whether parameters have a namespace is not known here. */
export function paramRefText(binding: unknown): string | null {
  const part = (key: string) => asString(getPath(binding, 'spec', 'paramRef', key));
  if (part('name') !== '') return `${part('namespace') || '*'}/${part('name')}`;
  const selector = getPath(binding, 'spec', 'paramRef', 'selector');
  return selector === undefined ? null : selectorText(selector);
}
