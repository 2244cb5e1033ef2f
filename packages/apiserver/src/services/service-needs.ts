import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';

// What a service of this spec has to have (pkg/registry/core/service/strategy.go).

export function isHeadless(spec: JsonObject): boolean {
  return spec['clusterIP'] === 'None' || asArray(spec['clusterIPs'])[0] === 'None';
}

/** Nobody's endpoints are looked for: somebody else may give it addresses of any family. */
export function isSelectorless(spec: JsonObject): boolean {
  return Object.keys(asObject(spec['selector'])).length === 0;
}

export function needsAddress({ type }: JsonObject): boolean {
  return type !== 'ExternalName';
}

/** Of a balanced one they may be asked for where none are given by themselves. */
export function mayHaveNodePorts({ type }: JsonObject): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

export function needsNodePorts({ type, allocateLoadBalancerNodePorts }: JsonObject): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** Says who comes from outside and where it is to go. */
export function needsOutsidePolicy({ type, externalIPs }: JsonObject): boolean {
  return (
    ['NodePort', 'LoadBalancer'].includes(asString(type)) || (type === 'ClusterIP' && asArray(externalIPs).length > 0)
  );
}

export function needsHealthCheckPort({ type, externalTrafficPolicy }: JsonObject): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}
