import { asArray, asNumber, asObject, asString, deepEqual, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Strategy } from '../resources/strategy.ts';
import { type FieldError, forbiddenField, invalidValue } from '../wire/api-error.ts';
import { allocateService } from './allocate-service.ts';
import { isHeadless, needsAddress, needsHealthCheckPort, needsNodePorts, needsOutsidePolicy } from './service-needs.ts';

// What a write makes of a Service (pkg/registry/core/service/strategy.go, storage/storage.go).

const specOf = (object: KubeObject): JsonObject => asObject(object['spec']);
const portsOf = (spec: JsonObject): JsonObject[] => asArray(spec['ports']).map(asObject);
const without = (spec: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => !names.includes(name)));

function fillService(object: KubeObject): KubeObject {
  const given = specOf(object);
  const ports = portsOf(given).map(port => ({ targetPort: port['port'], ...port }));
  const policies = {
    ...(given['type'] === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(needsOutsidePolicy(given) ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(given['type'] === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
  };
  return { ...object, spec: { ...policies, ...given, ...(ports.length === 0 ? {} : { ports }) } };
}

function updateService(object: KubeObject, old: KubeObject): KubeObject {
  const before = specOf(old);
  return { ...object, spec: dropNeedless(followAddress(specOf(object), before), before) };
}

/** Whoever changes one form of the address means both (normalizeClusterIPs). */
function followAddress(spec: JsonObject, before: JsonObject): JsonObject {
  const address = asString(spec['clusterIP']);
  const isOther = address !== asString(before['clusterIP']) && deepEqual(spec['clusterIPs'], before['clusterIPs']);
  if (address === '') return without(spec, isOther ? ['clusterIP', 'clusterIPs'] : ['clusterIP']);
  return isOther ? { ...spec, clusterIPs: [address] } : spec;
}

/** What another type has no use for goes, where the writer left it as it was (dropTypeDependentFields). */
function dropNeedless(spec: JsonObject, before: JsonObject): JsonObject {
  const isLost = (needs: (of: JsonObject) => boolean) => needs(before) && !needs(spec);
  const isBalanced = (of: JsonObject) => of['type'] === 'LoadBalancer';
  const isInside = (of: JsonObject) => of['type'] !== 'ExternalName';
  const needless = [
    ...(isLost(needsAddress) ? ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] : []),
    ...(isLost(needsHealthCheckPort) ? ['healthCheckNodePort'] : []),
    ...(isLost(isBalanced) ? ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] : []),
    ...(isLost(needsOutsidePolicy) ? ['externalTrafficPolicy'] : []),
    ...(isLost(isInside) ? ['internalTrafficPolicy'] : []),
  ].filter(name => deepEqual(spec[name], before[name]));
  const left = without(spec, needless);
  // A balancer that is told not to take ports keeps those that it has.
  const isPortless = needsNodePorts(before) && !needsNodePorts(spec) && spec['type'] !== 'LoadBalancer';
  const numbers = (of: JsonObject) => portsOf(of).map(port => port['nodePort']);
  if (!isPortless || !deepEqual(numbers(spec), numbers(before))) return left;
  return { ...left, ports: portsOf(left).map(port => without(port, ['nodePort'])) };
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const errors: FieldError[] = [];
  if (needsAddress(spec) && needsAddress(before) && !deepEqual(spec['clusterIPs'], before['clusterIPs']))
    errors.push(invalidValue('spec.clusterIPs[0]', spec['clusterIPs'], 'may not change once set'));
  const [check, checkBefore] = [spec['healthCheckNodePort'], before['healthCheckNodePort']];
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(before) && check !== checkBefore)
    errors.push(forbiddenField('spec.healthCheckNodePort', 'field is immutable'));
  return errors;
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { type, healthCheckNodePort: check } = spec;
  const errors: FieldError[] = [];
  if (type === 'ExternalName' && (asString(spec['clusterIP']) !== '' || asArray(spec['clusterIPs']).length > 0))
    errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'));
  if (isHeadless(spec) && (type === 'NodePort' || type === 'LoadBalancer'))
    errors.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  if (!needsHealthCheckPort(spec) && (asNumber(check) ?? 0) !== 0) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalidValue('spec.healthCheckNodePort', check, why));
  }
  return errors;
}

export const SERVICE_STRATEGY: Strategy = {
  hasStatus: true,
  fill: fillService,
  update: updateService,
  allocate: allocateService,
  validate,
  validateUpdate,
  returnsDeleted: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
};
