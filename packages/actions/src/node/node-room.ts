import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type Amounts, amountsOf } from '@lanthorn/kube/objects/pod-requests.ts';
import { exactAmount } from '@lanthorn/kube/objects/quantity.ts';

// What a node has, and what is left of it.

export function allocatable(node: unknown): Amounts {
  return amountsOf(getPath(node, 'status', 'allocatable'));
}

/** The first thing a node has too little of; null where there is room. */
export function lackingResource(requests: Amounts, used: Amounts, room: Amounts): string | null {
  for (const [name, amount] of requests) {
    if (amount > 0 && exactAmount((used.get(name) ?? 0) + amount) > (room.get(name) ?? 0)) return name;
  }
  return null;
}

export function addAmounts(to: Map<string, number>, amounts: Amounts, sign: 1 | -1): void {
  for (const [name, amount] of amounts) to.set(name, exactAmount((to.get(name) ?? 0) + sign * amount));
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
