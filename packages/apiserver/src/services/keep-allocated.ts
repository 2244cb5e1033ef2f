import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { needsAddress, needsHealthCheckPort, needsNodePorts } from './service-needs.ts';

const portsOf = (spec: JsonObject): JsonObject[] => asArray(spec['ports']).map(asObject);

/** What a service was given stays its own when it is replaced without (patchAllocatedValues). */
export function keepAllocated(spec: JsonObject, before: JsonObject): JsonObject {
  const kept: JsonObject = {};
  if (needsAddress(spec) && needsAddress(before)) {
    const { clusterIP, clusterIPs } = before;
    const isSame = [undefined, '', clusterIP].includes(spec['clusterIP']);
    if (isSame) kept['clusterIP'] = clusterIP;
    if (isSame && asArray(spec['clusterIPs']).length === 0) kept['clusterIPs'] = clusterIPs;
    for (const name of ['ipFamilyPolicy', 'ipFamilies'])
      if (spec[name] === undefined && before[name] !== undefined) kept[name] = before[name];
  }
  if (needsNodePorts(spec) && needsNodePorts(before)) kept['ports'] = keepNodePorts(portsOf(spec), portsOf(before));
  const check = before['healthCheckNodePort'];
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(before) && (asNumber(spec['healthCheckNodePort']) ?? 0) === 0)
    if (check !== undefined) kept['healthCheckNodePort'] = check;
  return { ...spec, ...kept };
}

/** By the names of the ports. */
function keepNodePorts(ports: readonly JsonObject[], before: readonly JsonObject[]): JsonObject[] {
  const numbers = (of: readonly JsonObject[]) => of.flatMap(port => asNumber(port['nodePort']) ?? []);
  const had = new Set(numbers(before));
  const used = new Set(numbers(ports).filter(port => had.has(port)));
  const byName = new Map(before.map(port => [asString(port['name']), asNumber(port['nodePort']) ?? 0]));
  return ports.map(port => {
    const known = byName.get(asString(port['name'])) ?? 0;
    if ((asNumber(port['nodePort']) ?? 0) !== 0 || known === 0 || used.has(known)) return port;
    used.add(known);
    return { ...port, nodePort: known };
  });
}
