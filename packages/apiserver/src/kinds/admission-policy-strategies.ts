import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldError, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { compileCel } from '../schema/cel.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';

/** The names an expression of a policy may use (k8s.io/api/admissionregistration/v1, Validation); `authorizer` is not offered. */
export const POLICY_VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables'];

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ACTIONS = ['Audit', 'Deny', 'Warn'];

function expressionErrors(field: string, expression: string, type: string): FieldError[] {
  if (expression.trim() === '') return [required(field, 'expression is not specified')];
  return compilationErrors(field, expression, type);
}

function compilationErrors(field: string, expression: string, type: string): FieldError[] {
  const compiled = compileCel(expression, POLICY_VARIABLES);
  if (!compiled.ok) return [invalidValue(field, expression, compiled.error)];
  if (compiled.type === type || compiled.type === 'dyn' || type === 'dyn') return [];
  return [invalidValue(field, expression, `must evaluate to ${type} but got ${compiled.type}`)];
}

function validatePolicy(policy: KubeObject): FieldError[] {
  const { validations, auditAnnotations, variables, matchConditions } = asObject(policy['spec']);
  const none = 'validations or auditAnnotations must contain at least one item';
  if (asArray(validations).length === 0 && asArray(auditAnnotations).length === 0)
    return [required('spec.validations', none), required('spec.auditAnnotations', none)];
  const expressions = (list: unknown, name: string, type: string) =>
    asArray(list).flatMap((entry, i) =>
      expressionErrors(`spec.${name}[${i}].expression`, asString(getPath(entry, 'expression')), type),
    );
  return [
    ...expressions(matchConditions, 'matchConditions', 'bool'),
    ...expressions(variables, 'variables', 'dyn'),
    ...asArray(validations).flatMap((entry, i) => validationErrors(asObject(entry), `spec.validations[${i}]`)),
  ];
}

function validationErrors({ expression, messageExpression, reason }: JsonObject, field: string): FieldError[] {
  return [
    ...expressionErrors(`${field}.expression`, asString(expression), 'bool'),
    ...(messageExpression === undefined
      ? []
      : expressionErrors(`${field}.messageExpression`, asString(messageExpression), 'string')),
    ...(reason === undefined || REASONS.includes(asString(reason))
      ? []
      : [notSupported(`${field}.reason`, reason, REASONS)]),
  ];
}

function validateBinding(binding: KubeObject): FieldError[] {
  const { policyName, validationActions } = asObject(binding['spec']);
  const actions = asArray(validationActions);
  const field = 'spec.validationActions';
  const twice =
    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
  return [
    ...(asString(policyName) === '' ? [required('spec.policyName')] : []),
    ...(actions.length === 0 ? [required(field)] : []),
    ...actions.flatMap((action, i) =>
      ACTIONS.includes(asString(action)) ? [] : [notSupported(`${field}[${i}]`, action, ACTIONS)],
    ),
    ...(actions.includes('Deny') && actions.includes('Warn') ? [invalidValue(field, actions, twice)] : []),
  ];
}

// Texts and rules: k8s.io/apiserver/pkg/util/webhook and k8s.io/kubernetes/pkg/apis/admissionregistration/validation.

const MAX_TIMEOUT_S = 30;
const MAX_PORT = 65_535;
const FORM = '; desired format: https://host[/path]';
/** Its scheme, user, host, query and fragment. */
const URL_PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is;

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

const ONE = 'exactly one of url or service is required';

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
  const { port, ...names } = asObject(service);
  const number = asNumber(port) ?? 0;
  const why = `port is not valid: must be between 1 and ${MAX_PORT}, inclusive`;
  return [
    ...['name', 'namespace'].flatMap(name =>
      asString(names[name]) === '' ? [required(`${config}.service.${name}`)] : [],
    ),
    ...(number < 1 || number > MAX_PORT ? [invalidValue(`${config}.service.port`, number, why)] : []),
  ];
}

/** Of rules that are data the rest follows. */
function validateWebhooks(configuration: KubeObject): FieldError[] {
  return asArray(configuration['webhooks']).flatMap((hook, i) => [
    ...placeErrors(asObject(hook), `webhooks[${i}]`),
    ...asArray(getPath(hook, 'matchConditions')).flatMap((entry, j) => {
      const field = `webhooks[${i}].matchConditions[${j}].expression`;
      const expression = asString(getPath(entry, 'expression'));
      return expression === '' ? [required(field)] : compilationErrors(field, expression, 'bool');
    }),
  ]);
}

const WEBHOOKS: Strategy = { hasGeneration: true, validate: validateWebhooks };

export const ADMISSION_STRATEGIES: Readonly<Record<string, Strategy>> = {
  validatingadmissionpolicies: { ...STATUS_ALONE, hasGeneration: true, validate: validatePolicy },
  validatingadmissionpolicybindings: { hasGeneration: true, validate: validateBinding },
  validatingwebhookconfigurations: WEBHOOKS,
  mutatingwebhookconfigurations: WEBHOOKS,
};
