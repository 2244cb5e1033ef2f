import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { labelKeyProblems, subdomainProblems } from '@lanthorn/kube/selectors/label-format.ts';
import { duplicateValue, type FieldError, invalidValue, notSupported, required } from '../../wire/api-error.ts';

// Texts and rules: k8s.io/apiserver/pkg/util/webhook and k8s.io/kubernetes/pkg/apis/admissionregistration/validation.

const MAX_TIMEOUT_S = 30;
const MAX_PORT = 65_535;
const LEAST_SEGMENTS = 3;
const FORM = '; desired format: https://host[/path]';
const ONE = 'exactly one of url or service is required';
/** Its scheme, user, host, query and fragment. */
const URL_PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is;
const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_LABEL_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  failurePolicy: ['Fail', 'Ignore'],
  matchPolicy: ['Equivalent', 'Exact'],
  reinvocationPolicy: ['IfNeeded', 'Never'],
};
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

/** What is wrong with an expression that is to be true or false. */
type CheckExpression = (field: string, expression: string) => FieldError[];

/** What is wrong with the hooks of a configuration; of rules that are data the rest follows. */
export function webhookErrors(configuration: KubeObject, checkExpression: CheckExpression): FieldError[] {
  const hooks = asArray(configuration['webhooks']).map(asObject);
  const names = hooks.map(({ name }) => asString(name));
  return hooks.flatMap((hook, i) => {
    const field = `webhooks[${i}]`;
    const name = names[i] ?? '';
    return [
      ...nameErrors(name, `${field}.name`),
      ...asArray(hook['rules']).flatMap((rule, j) => ruleErrors(asObject(rule), `${field}.rules[${j}]`)),
      ...Object.entries(CHOICES).flatMap(([key, choices]) => choiceErrors(hook[key], choices, `${field}.${key}`)),
      ...effectErrors(hook['sideEffects'], `${field}.sideEffects`),
      ...placeErrors(hook, field),
      ...conditionErrors(asArray(hook['matchConditions']), `${field}.matchConditions`, checkExpression),
      ...versionErrors(asArray(hook['admissionReviewVersions']).map(asString), `${field}.admissionReviewVersions`),
      ...(name !== '' && names.indexOf(name) < i ? [duplicateValue(`${field}.name`, name)] : []),
    ];
  });
}

function nameErrors(name: string, field: string): FieldError[] {
  if (name === '') return [required(field)];
  const wrong = subdomainProblems(name);
  if (wrong.length > 0) return [invalidValue(field, name, wrong.join(','))];
  return name.split('.').length >= LEAST_SEGMENTS
    ? []
    : [invalidValue(field, name, 'should be a domain with at least three segments separated by dots')];
}

const choiceErrors = (value: unknown, choices: readonly string[], field: string): FieldError[] =>
  value === undefined || choices.includes(asString(value)) ? [] : [notSupported(field, value, choices)];

function effectErrors(effects: unknown, field: string): FieldError[] {
  if (effects === undefined) return [required(field, `must specify one of ${SIDE_EFFECTS.join(', ')}`)];
  return choiceErrors(effects, SIDE_EFFECTS, field);
}

function ruleErrors(rule: JsonObject, field: string): FieldError[] {
  const { operations, apiGroups, apiVersions, resources, scope } = rule;
  const named = asArray(operations).map(asString);
  return [
    ...listErrors(named, `${field}.operations`, 'operations'),
    ...named.flatMap((operation, i) => choiceErrors(operation, OPERATIONS, `${field}.operations[${i}]`)),
    ...listErrors(asArray(apiGroups).map(asString), `${field}.apiGroups`, 'API groups'),
    ...listErrors(asArray(apiVersions).map(asString), `${field}.apiVersions`, 'API versions'),
    ...asArray(apiVersions).flatMap((version, i) => (version === '' ? [required(`${field}.apiVersions[${i}]`)] : [])),
    ...resourceErrors(asArray(resources).map(asString), `${field}.resources`),
    ...choiceErrors(scope, SCOPES, `${field}.scope`),
  ];
}

/** At least one, and nothing beside `*`. */
function listErrors(list: readonly string[], field: string, what: string): FieldError[] {
  if (list.length === 0) return [required(field)];
  const isDoubled = list.length > 1 && list.includes('*');
  return isDoubled ? [invalidValue(field, list, `if '*' is present, must not specify other ${what}`)] : [];
}

function resourceErrors(resources: readonly string[], field: string): FieldError[] {
  if (resources.length === 0) return [required(field)];
  const [wholes, parts] = [new Set<string>(), new Set<string>()];
  const errors = resources.flatMap((text, i) => {
    const at = `${field}[${i}]`;
    if (text === '') return [required(at)];
    const [resource = '', part] = [text.split('/')[0], /\/(.*)$/s.exec(text)?.[1]];
    if (part === undefined) return [];
    const within = (all: string) => invalidValue(at, text, `if '${all}' is present, must not specify ${text}`);
    const wrong = [
      ...(wholes.has(resource) ? [within(`${resource}/*`)] : []),
      ...(parts.has(part) ? [within(`*/${part}`)] : []),
    ];
    if (part === '*') wholes.add(resource);
    if (resource === '*') parts.add(part);
    return wrong;
  });
  const isPlain = (text: string) => text !== '*' && text !== '' && !text.includes('/');
  const beside = (all: string, what: string) =>
    invalidValue(field, resources, `if '${all}' is present, must not specify other resources${what}`);
  return [
    ...errors,
    ...(resources.length > 1 && resources.includes('*/*') ? [beside('*/*', '')] : []),
    ...(resources.includes('*') && resources.some(isPlain) ? [beside('*', ' without subresources')] : []),
  ];
}

function versionErrors(versions: readonly string[], field: string): FieldError[] {
  const accepted = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) return [required(field, `must specify one of ${accepted}`)];
  return [
    ...versions.flatMap((version, i) => {
      if (versions.indexOf(version) < i) return [invalidValue(`${field}[${i}]`, version, 'duplicate version')];
      return DNS_LABEL.test(version) ? [] : [invalidValue(`${field}[${i}]`, version, DNS_LABEL_RULE)];
    }),
    ...(versions.some(version => REVIEW_VERSIONS.includes(version))
      ? []
      : [invalidValue(field, versions, `must include at least one of ${accepted}`)]),
  ];
}

function conditionErrors(conditions: readonly unknown[], field: string, check: CheckExpression): FieldError[] {
  const names = conditions.map(entry => asString(getPath(entry, 'name')));
  return conditions.flatMap((entry, i) => {
    const [at, name] = [`${field}[${i}]`, names[i] ?? ''];
    const expression = asString(getPath(entry, 'expression'));
    return [
      ...(expression === '' ? [required(`${at}.expression`)] : check(`${at}.expression`, expression)),
      ...(name === ''
        ? [required(`${at}.name`)]
        : labelKeyProblems(name).map(why => invalidValue(`${at}.name`, name, why))),
      ...(name !== '' && names.indexOf(name) < i ? [duplicateValue(`${at}.name`, name)] : []),
    ];
  });
}

/** How long a webhook may take and where it is; bundles of authorities are looked at when it is called. */
function placeErrors(hook: JsonObject, field: string): FieldError[] {
  const { url, service } = asObject(hook['clientConfig']);
  const seconds = asNumber(hook['timeoutSeconds']) ?? 1;
  const config = `${field}.clientConfig`;
  const why = `the timeout value must be between 1 and ${MAX_TIMEOUT_S} seconds`;
  return [
    ...(seconds < 1 || seconds > MAX_TIMEOUT_S ? [invalidValue(`${field}.timeoutSeconds`, seconds, why)] : []),
    ...((url ?? null) === null
      ? serviceErrors(service ?? null, config)
      : (service ?? null) === null
        ? urlErrors(asString(url), `${config}.url`)
        : [required(config, ONE)]),
  ];
}

function urlErrors(url: string, field: string): FieldError[] {
  const [, scheme = '', user, host = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  const port = /:[^:\]]*$/.exec(host)?.[0] ?? '';
  if (/[^:\d]/.test(port)) {
    const why = `parse ${JSON.stringify(url)}: invalid port ${JSON.stringify(port)} after host`;
    return [required(field, `url must be a valid URL: ${why}${FORM}`)];
  }
  const wrong = (value: string, why: string) => [invalidValue(field, value, why)];
  return [
    ...(scheme.toLowerCase() === 'https' ? [] : wrong(scheme, `'https' is the only allowed URL scheme${FORM}`)),
    ...(host === '' ? wrong('', `host must be specified${FORM}`) : []),
    ...(user === undefined ? [] : wrong(user, 'user information is not permitted in the URL')),
    ...(fragment === '' ? [] : wrong(fragment, 'fragments are not permitted in the URL')),
    ...(query === '' ? [] : wrong(query, 'query parameters are not permitted in the URL')),
  ];
}

function serviceErrors(service: unknown, config: string): FieldError[] {
  if (service === null) return [required(config, ONE)];
  const { port, path, ...names } = asObject(service);
  const number = asNumber(port) ?? 0;
  const why = `port is not valid: must be between 1 and ${MAX_PORT}, inclusive`;
  return [
    ...['name', 'namespace'].flatMap(name =>
      asString(names[name]) === '' ? [required(`${config}.service.${name}`)] : [],
    ),
    ...(number < 1 || number > MAX_PORT ? [invalidValue(`${config}.service.port`, number, why)] : []),
    ...pathErrors(asString(path), `${config}.service.path`),
  ];
}

function pathErrors(path: string, field: string): FieldError[] {
  if (path === '' || path === '/') return [];
  const wrong = (why: string) => invalidValue(field, path, why);
  if (path === '//') return [wrong('segment[0] may not be empty')];
  return [
    ...(path.startsWith('/') ? [] : [wrong("must start with a '/'")]),
    ...path
      .slice(1)
      .replace(/\/$/, '')
      .split('/')
      .flatMap((segment, i) =>
        segment === ''
          ? [wrong(`segment[${i}] may not be empty`)]
          : subdomainProblems(segment).map(problem => wrong(`segment[${i}]: ${problem}`)),
      ),
  ];
}
