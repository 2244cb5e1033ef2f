import type { JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

export interface ConditionNow {
  readonly type: string;
  readonly isTrue: boolean;
  readonly reason: string;
  readonly message: string;
}

/** A condition as it is now: while its status stays, so does the moment of its last transition. */
export function conditionNow(
  object: KubeObject,
  { type, isTrue, reason, message }: ConditionNow,
  now: number,
): JsonObject {
  const status = isTrue ? 'True' : 'False';
  const before = findCondition(object, type);
  const lastTransitionTime = before?.['status'] === status ? before['lastTransitionTime'] : formatTime(now);
  return { type, status, lastTransitionTime, reason, message };
}
