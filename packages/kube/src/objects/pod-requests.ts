import { asArray, asObject, getPath } from '@lanthorn/base/json.ts';
import { exactAmount, parseQuantity } from './quantity.ts';

// What a pod asks of a node (k8s.io/component-helpers/resource, PodRequests).

/** By resource. */
export type Amounts = ReadonlyMap<string, number>;

/** Quantities by name, as Kubernetes writes them. */
export function amountsOf(list: unknown): Map<string, number> {
  return new Map(Object.keys(asObject(list)).map(name => [name, amountAt(list, name)]));
}

/** What a pod asks for: its containers together, or more where an init container needs that first; and a place. */
export function podRequests(pod: unknown): Amounts {
  return new Map([...podAmounts(pod, 'requests'), ['pods', 1]]);
}

/** The same of one resource: asked of every pod of a long list. */
export function podRequest(pod: unknown, resource: string): number {
  return podAmount(pod, 'requests', resource);
}

/** What a pod asks for, or what it may have at most (PodLimits), by resource. */
export function podAmounts(pod: unknown, kind: 'requests' | 'limits'): Amounts {
  const spec = getPath(pod, 'spec');
  const containers = [...asArray(getPath(spec, 'containers')), ...asArray(getPath(spec, 'initContainers'))];
  const lists = [...containers, spec].map(entry => getPath(entry, 'resources', kind));
  // What a pod needs beside its containers is asked for in any case, and is no limit by itself.
  if (kind === 'requests') lists.push(getPath(spec, 'overhead'));
  const names = new Set(lists.flatMap(list => Object.keys(asObject(list))));
  return new Map([...names].map(name => [name, podAmount(pod, kind, name)]));
}

function podAmount(pod: unknown, kind: 'requests' | 'limits', resource: string): number {
  const spec = getPath(pod, 'spec');
  const amountOf = (part: unknown) => amountAt(getPath(part, 'resources', kind), resource);
  let running = 0;
  for (const container of asArray(getPath(spec, 'containers'))) running += amountOf(container);
  let sidecars = 0;
  let starting = 0;
  for (const container of asArray(getPath(spec, 'initContainers'))) {
    const amount = amountOf(container);
    if (getPath(container, 'restartPolicy') === 'Always') {
      // It goes on running beside all that starts after it.
      running += amount;
      sidecars += amount;
      starting = Math.max(starting, sidecars);
    } else starting = Math.max(starting, amount + sidecars);
  }
  const whole = amountOf(spec);
  const needed = whole > 0 ? whole : Math.max(running, starting);
  return exactAmount(needed + amountAt(getPath(spec, 'overhead'), resource));
}

function amountAt(list: unknown, resource: string): number {
  const amount = asObject(list)[resource];
  const text = typeof amount === 'number' ? String(amount) : amount;
  return typeof text === 'string' ? (parseQuantity(text) ?? 0) : 0;
}
