import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';

// What a pod asks of a node (k8s.io/component-helpers/resource, PodRequests) and what a node has.

export type Amounts = ReadonlyMap<string, number>;

function amountsOf(list: unknown): Map<string, number> {
  return new Map(Object.entries(asObject(list)).map(([name, text]) => [name, parseQuantity(String(text)) ?? 0]));
}

function combine(a: Amounts, b: Amounts, join: (left: number, right: number) => number): Map<string, number> {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map(name => [name, join(a.get(name) ?? 0, b.get(name) ?? 0)]));
}

const sum = (a: Amounts, b: Amounts) => combine(a, b, (left, right) => left + right);
const most = (a: Amounts, b: Amounts) => combine(a, b, Math.max);

/** What a pod asks for: its containers together, or more where an init container needs that first; and a place. */
export function podRequests(pod: unknown): Amounts {
  const spec = asObject(getPath(pod, 'spec'));
  const requestsOf = (container: unknown) => amountsOf(getPath(container, 'resources', 'requests'));
  let running = asArray(spec['containers']).map(requestsOf).reduce(sum, new Map<string, number>());
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of asArray(spec['initContainers'])) {
    const requests = requestsOf(container);
    if (getPath(container, 'restartPolicy') === 'Always') {
      // It goes on running beside all that starts after it.
      running = sum(running, requests);
      sidecars = sum(sidecars, requests);
      starting = most(starting, sidecars);
    } else starting = most(starting, sum(requests, sidecars));
  }
  const whole = amountsOf(getPath(spec, 'resources', 'requests'));
  const all = combine(most(running, starting), whole, (left, right) => (right > 0 ? right : left));
  return sum(sum(all, amountsOf(spec['overhead'])), new Map([['pods', 1]]));
}

export function allocatable(node: unknown): Amounts {
  return amountsOf(getPath(node, 'status', 'allocatable'));
}

/** The first thing a node has too little of; null where there is room. */
export function lackingResource(requests: Amounts, used: Amounts, room: Amounts): string | null {
  for (const [name, amount] of requests) {
    if (amount > 0 && (used.get(name) ?? 0) + amount > (room.get(name) ?? 0)) return name;
  }
  return null;
}

export function addAmounts(to: Map<string, number>, amounts: Amounts, sign: 1 | -1): void {
  for (const [name, amount] of amounts) to.set(name, (to.get(name) ?? 0) + sign * amount);
}

/** Ports of the node that a pod takes for itself, as `TCP 0.0.0.0 80`. */
export function hostPorts(pod: KubeObject): readonly JsonObject[] {
  return asArray(getPath(pod, 'spec', 'containers')).flatMap(container =>
    asArray(getPath(container, 'ports'))
      .map(asObject)
      .filter(({ hostPort }) => (asNumber(hostPort) ?? 0) > 0),
  );
}

/** Two pods cannot have the same port of one address; without an address it is all of them. */
export function portsClash(a: JsonObject, b: JsonObject): boolean {
  const ip = (port: JsonObject) => asString(port['hostIP']) || '0.0.0.0';
  const protocol = (port: JsonObject) => asString(port['protocol']) || 'TCP';
  const isSameAddress = ip(a) === ip(b) || ip(a) === '0.0.0.0' || ip(b) === '0.0.0.0';
  return a['hostPort'] === b['hostPort'] && protocol(a) === protocol(b) && isSameAddress;
}
