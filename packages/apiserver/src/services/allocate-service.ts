import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Allocation, AllocationContext } from '../resources/allocation.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { ApiError, type FieldError, internalError, invalidValue } from '../wire/api-error.ts';
import {
  clusterAddresses,
  FIRST_NODE_PORT,
  isServiceAddress,
  LAST_NODE_PORT,
  SERVICE_CIDR,
} from './service-network.ts';
import { keepAllocated } from './keep-allocated.ts';
import {
  isHeadless,
  isSelectorless,
  mayHaveNodePorts,
  needsAddress,
  needsHealthCheckPort,
  needsNodePorts,
} from './service-needs.ts';

/** What a service would be given without its being stored: the first address of the network, ports that no node has. */
const DRY_ADDRESS = SERVICE_CIDR.replace(/\/.*/, '');
const FIRST_DRY_PORT = LAST_NODE_PORT + 2;

/** The service with addresses and ports of its own (pkg/registry/core/service/storage/alloc.go). Taken they are once it is stored. */
export function allocateService(service: KubeObject, context: AllocationContext): Allocation {
  const steps = [withFamilies, withAddress, withNodePorts, withHealthCheckPort];
  const given = asObject(service['spec']);
  let spec = context.old === null ? given : keepAllocated(given, asObject(context.old['spec']));
  for (const step of steps) {
    const result = step(spec, context);
    if ('errors' in result) return { object: service, errors: result.errors };
    spec = result.spec;
  }
  return { object: { ...service, spec }, errors: [] };
}

type Step = { readonly spec: JsonObject } | { readonly errors: readonly FieldError[] };

/** The cluster has addresses of one family. */
function withFamilies(spec: JsonObject): Step {
  if (!needsAddress(spec)) return { spec };
  const isOpen = isHeadless(spec) && isSelectorless(spec);
  const { ipFamilyPolicy: policy = isOpen ? 'RequireDualStack' : 'SingleStack', ipFamilies } = spec;
  const families = asArray(ipFamilies);
  const filled = {
    ...spec,
    ipFamilyPolicy: policy,
    ipFamilies: families.length > 0 ? families : isOpen && policy !== 'SingleStack' ? ['IPv4', 'IPv6'] : ['IPv4'],
  };
  if (isOpen) return { spec: filled };
  if (policy === 'SingleStack' && families.length > 1) {
    const why = "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified";
    return { errors: [invalidValue('spec.ipFamilyPolicy', policy, why)] };
  }
  if (policy === 'RequireDualStack') {
    const why = 'this cluster is not configured for dual-stack services';
    return { errors: [invalidValue('spec.ipFamilyPolicy', policy, why)] };
  }
  const other = families.indexOf('IPv6');
  if (other < 0) return { spec: filled };
  return { errors: [invalidValue(`spec.ipFamilies[${other}]`, families[other], 'not configured on this cluster')] };
}

function withAddress(spec: JsonObject, { old, network, random, dryRun }: AllocationContext): Step {
  if (!needsAddress(spec)) return { spec };
  const { clusterIP, clusterIPs } = spec;
  const [given, list] = [asString(clusterIP), asArray(clusterIPs)];
  if (given === '' && list.length > 0)
    return { errors: [invalidValue('spec.clusterIPs', list, 'must be empty when `clusterIP` is not specified')] };
  const wrong = (list.length === 0 ? [given] : list).flatMap((each, i) => formatErrors(asString(each), i));
  if (given !== '' && list.length > 0 && list[0] !== given)
    return { errors: [invalidValue('spec.clusterIPs', list, 'first value must match `clusterIP`'), ...wrong] };
  if (wrong.length > 0) return { errors: wrong };
  const isOwn = old !== null && clusterAddresses(old).includes(given);
  if (isOwn || given === 'None') return { spec: { ...spec, clusterIP: given, clusterIPs: [given] } };
  if (given === '') {
    const drawn = dryRun ? DRY_ADDRESS : network.drawAddress(random);
    return { spec: { ...spec, clusterIP: drawn, clusterIPs: [drawn] } };
  }
  const why = refusalOf(given, { network, dryRun });
  if (why === null) return { spec: { ...spec, clusterIP: given, clusterIPs: [given] } };
  return { errors: [invalidValue('spec.clusterIPs', [given], `failed to allocate IP ${given}: ${why}`)] };
}

function formatErrors(address: string, i: number): FieldError[] {
  if (address === '' || address === 'None') return [];
  return FIELD_FORMATS.address(address).map(why => invalidValue(`spec.clusterIPs[${i}]`, address, why));
}

/** Why an address that was asked for is not given. */
function refusalOf(address: string, { network, dryRun }: Pick<AllocationContext, 'network' | 'dryRun'>): string | null {
  if (isServiceAddress(address))
    return !dryRun && network.hasAddress(address) ? 'provided IP is already allocated' : null;
  return dryRun
    ? `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`
    : 'the provided network does not match the current range';
}

function withNodePorts(spec: JsonObject, context: AllocationContext): Step {
  if (!mayHaveNodePorts(spec)) return { spec };
  const asked = asArray(spec['ports']).map(asObject);
  const { old } = context;
  const own = new Set(
    old === null ? [] : asArray(asObject(old['spec'])['ports']).map(port => nodePortOf(asObject(port))),
  );
  const taken = new Set<number>();
  const ports: JsonObject[] = [];
  for (const [i, port] of asked.entries()) {
    const shared = old === null ? sharedPort(port, [...ports, ...asked.slice(i + 1)]) : 0;
    const wanted = nodePortOf(port) === 0 && needsNodePorts(spec) ? shared : nodePortOf(port);
    // What a change asks for twice serves two protocols; a new service has to ask for one port with both.
    const isFree = own.has(wanted) || (taken.has(wanted) && (old !== null || wanted === shared));
    const why = wanted === 0 || isFree ? null : portRefusal(wanted, { ...context, taken });
    if (why !== null) return { errors: [invalidValue(`spec.ports[${i}].nodePort`, wanted, why)] };
    const nodePort = wanted === 0 && needsNodePorts(spec) ? drawPort(context, new Set([...taken, ...own])) : wanted;
    const isTwice = nodePort !== 0 && ports.some(other => isSamePort(other, { ...port, nodePort }));
    if (isTwice && old !== null) throw internalError(`duplicate nodePort: {${asString(port['protocol'])} ${nodePort}}`);
    taken.add(nodePort);
    ports.push(nodePort === 0 ? port : { ...port, nodePort });
  }
  return { spec: { ...spec, ports } };
}

const isSamePort = (a: JsonObject, b: JsonObject) => a['nodePort'] === b['nodePort'] && a['protocol'] === b['protocol'];

/** The node's port of the same port by another protocol, wherever in the list it is asked for; 0 where there is none. */
function sharedPort(port: JsonObject, others: readonly JsonObject[]): number {
  return nodePortOf(others.find(other => other['port'] === port['port'] && nodePortOf(other) !== 0) ?? {});
}

const nodePortOf = (port: JsonObject) => asNumber(port['nodePort']) ?? 0;

function portRefusal(
  port: number,
  { network, dryRun, taken }: Pick<AllocationContext, 'network' | 'dryRun'> & { readonly taken: ReadonlySet<number> },
): string | null {
  // Where nothing is written nobody looks at the range.
  if (!dryRun && (port < FIRST_NODE_PORT || port > LAST_NODE_PORT))
    return `provided port is not in the valid range. The range of valid ports is ${FIRST_NODE_PORT}-${LAST_NODE_PORT}`;
  return taken.has(port) || network.hasPort(port) ? 'provided port is already allocated' : null;
}

function drawPort({ network, random, dryRun }: AllocationContext, others: ReadonlySet<number>): number {
  if (!dryRun) return network.drawPort(random, others);
  let port = FIRST_DRY_PORT;
  while (others.has(port)) port++;
  return port;
}

function withHealthCheckPort(spec: JsonObject, context: AllocationContext): Step {
  if (!needsHealthCheckPort(spec)) return { spec };
  const taken = new Set(asArray(spec['ports']).map(port => nodePortOf(asObject(port))));
  const asked = asNumber(spec['healthCheckNodePort']) ?? 0;
  if (asked === 0) return { spec: { ...spec, healthCheckNodePort: drawPort(context, taken) } };
  if (asked === getPath(context.old, 'spec', 'healthCheckNodePort')) return { spec };
  const why = portRefusal(asked, { ...context, taken });
  if (why === null) return { spec };
  const message = `failed to allocate requested HealthCheck NodePort ${asked}: ${why}`;
  throw new ApiError(500, {
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}
