import { asNumber, deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Message, ObjectTarget } from '../machinery/action.ts';
import { podSpecPath, rolloutKey } from './change-containers.ts';

/** How many pods there shall be after a change of what makes pods; null where that is no other number. */
export function newCount(target: ObjectTarget, before: KubeObject, after: KubeObject): number | null {
  if (podSpecPath(target.resource).length === 0) return null;
  const [from, to] = [before, after].map(object => asNumber(getPath(object, 'spec', 'replicas')));
  return from === undefined || to === undefined || from === to ? null : to;
}

/** What a change of a workload does to its pods, however it was written: by what it was, and what it will be. */
export function workloadEffects(target: ObjectTarget, before: KubeObject, after: KubeObject): Message[] {
  const template = podSpecPath(target.resource).slice(0, -1);
  if (template.length === 0) return [];
  const from = asNumber(getPath(before, 'spec', 'replicas')) ?? 0;
  const to = newCount(target, before, after);
  return [
    ...(to === null
      ? []
      : [{ key: to < from ? 'effect.scaledDown' : 'effect.scaledUp', values: { before: from, after: to } }]),
    ...(to === 0 ? [{ key: 'effect.nothingRuns', values: {} }] : []),
    ...(deepEqual(getPath(before, ...template), getPath(after, ...template))
      ? []
      : [{ key: rolloutKey(after, target), values: {} }]),
  ];
}
