import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { webhookErrors } from './rules/webhook-rules.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { compileCel } from '../schema/cel.ts';
import { withoutTypes } from '../schema/cel-mutation.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';

/** The names an expression of a policy may use (k8s.io/api/admissionregistration/v1, Validation); `authorizer` is not offered. */
export const POLICY_VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables'];

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ACTIONS = ['Audit', 'Deny', 'Warn'];

function expressionErrors(field: string, expression: string, type: string): FieldError[] {
  if (expression.trim() === '') return [required(field, 'expression is not specified')];
  return compilationErrors(field, expression, type);
}

export const compilePolicyExpression = (expression: string) => compileCel(expression, POLICY_VARIABLES);

/** Of one that says what is to be changed. */
export const compileMutation = (expression: string) => compileCel(withoutTypes(expression), POLICY_VARIABLES);

function compilationErrors(field: string, expression: string, type: string): FieldError[] {
  const compiled = compilePolicyExpression(expression);
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

const MUTATED = ['*', 'CONNECT', 'CREATE', 'UPDATE'];
const FIRST = { JSONPatch: 'jsonPatch', ApplyConfiguration: 'applyConfiguration' } as const;

/** What is removed cannot be changed. */
function operationErrors(constraints: unknown, field: string): FieldError[] {
  return asArray(getPath(constraints, 'resourceRules')).flatMap(rule =>
    asArray(getPath(rule, 'operations')).flatMap(operation =>
      MUTATED.includes(asString(operation))
        ? []
        : [notSupported(`${field}.resourceRules.operations`, operation, MUTATED)],
    ),
  );
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

function paramKindErrors(paramKind: unknown): FieldError[] {
  if (paramKind === undefined) return [];
  const { apiVersion, kind } = asObject(paramKind);
  return [
    ...(asString(apiVersion) === '' ? [required('spec.paramKind.apiVersion')] : []),
    ...(asString(kind) === '' ? [required('spec.paramKind.kind')] : []),
  ];
}

function paramRefErrors(paramRef: unknown): FieldError[] {
  if (paramRef === undefined) return [];
  const { name, selector } = asObject(paramRef);
  const hasName = asString(name) !== '';
  if (!hasName && selector === undefined)
    return [required('spec.paramRef', 'one of name or selector must be specified')];
  if (!hasName || selector === undefined) return [];
  const why = 'name and selector are mutually exclusive';
  return [forbiddenField('spec.paramRef.name', why), forbiddenField('spec.paramRef.selector', why)];
}

function validateMutatingPolicy(policy: KubeObject): FieldError[] {
  const { matchConstraints, matchConditions, variables, mutations, reinvocationPolicy, paramKind } = asObject(
    policy['spec'],
  );
  const expressions = (list: unknown, name: string, type: string) =>
    asArray(list).flatMap((entry, i) => {
      const field = `spec.${name}[${i}].expression`;
      const expression = asString(getPath(entry, 'expression'));
      return expression.trim() === '' && type === 'bool'
        ? [required(field)]
        : expressionErrors(field, expression, type);
    });
  const names = asArray(variables).flatMap((entry, i) => {
    const name = asString(getPath(entry, 'name'));
    if (name === '' || IDENTIFIER.test(name)) return [];
    return [invalidValue(`spec.variables[${i}].name`, name, 'must be a valid CEL identifier')];
  });
  const rules = asArray(getPath(matchConstraints, 'resourceRules'));
  const noRules = matchConstraints !== undefined && rules.length === 0;
  const list = asArray(mutations);
  return [
    ...paramKindErrors(paramKind),
    ...names,
    ...(matchConstraints === undefined ? [required('spec.matchConstraints')] : []),
    ...(noRules ? [required('spec.matchConstraints.resourceRules')] : []),
    ...operationErrors(matchConstraints, 'spec.matchConstraints'),
    ...expressions(matchConditions, 'matchConditions', 'bool'),
    ...expressions(variables, 'variables', 'dyn'),
    ...(list.length === 0 ? [required('spec.mutations', 'mutations must contain at least one item')] : []),
    ...list.flatMap((entry, i) => mutationErrors(asObject(entry), `spec.mutations[${i}]`)),
    ...(asString(reinvocationPolicy) === '' ? [required('spec.reinvocationPolicy')] : []),
  ];
}

function mutationErrors(mutation: JsonObject, field: string): FieldError[] {
  const type = asString(mutation['patchType']);
  if (type === '') return [required(`${field}.patchType`)];
  if (type !== 'JSONPatch' && type !== 'ApplyConfiguration')
    return [notSupported(`${field}.patchType`, type, ['ApplyConfiguration', 'JSONPatch'])];
  const [own, other] = [FIRST[type], type === 'JSONPatch' ? FIRST.ApplyConfiguration : FIRST.JSONPatch];
  const expression = asString(getPath(mutation[own], 'expression')).trim();
  const at = `${field}.${own}`;
  const compiled = compileMutation(expression);
  const wrong =
    expression === ''
      ? [required(`${at}.expression`)]
      : compiled.ok
        ? []
        : [invalidValue(`${at}.expression`, expression, compiled.error)];
  return [
    ...(mutation[own] === undefined ? [required(at, `must be specified when patchType is ${type}`)] : wrong),
    ...(mutation[other] === undefined
      ? []
      : [invalidValue(`${field}.${other}`, `{${other}}`, `must not be specified when patchType is ${type}`)]),
  ];
}

function validateMutatingBinding(binding: KubeObject): FieldError[] {
  const { policyName, matchResources, paramRef } = asObject(binding['spec']);
  return [
    ...(asString(policyName) === '' ? [required('spec.policyName')] : []),
    ...paramRefErrors(paramRef),
    ...operationErrors(matchResources, 'spec.matchResources'),
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
  mutatingadmissionpolicies: { hasGeneration: true, validate: validateMutatingPolicy },
  mutatingadmissionpolicybindings: { hasGeneration: true, validate: validateMutatingBinding },
  validatingwebhookconfigurations: WEBHOOKS,
  mutatingwebhookconfigurations: WEBHOOKS,
};
