import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { webhookErrors } from './rules/webhook-rules.ts';
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

const WEBHOOKS: Strategy = {
  hasGeneration: true,
  validate: configuration =>
    webhookErrors(configuration, (field, expression) => compilationErrors(field, expression, 'bool')),
};

export const ADMISSION_STRATEGIES: Readonly<Record<string, Strategy>> = {
  validatingadmissionpolicies: { ...STATUS_ALONE, hasGeneration: true, validate: validatePolicy },
  validatingadmissionpolicybindings: { hasGeneration: true, validate: validateBinding },
  validatingwebhookconfigurations: WEBHOOKS,
  mutatingwebhookconfigurations: WEBHOOKS,
};
