import { type ActionKind, isForItsMoment } from '../action-records.ts';
import type { ActionParams, ObjectTarget } from '../machinery/action.ts';
import { isSecret } from '../objects/is-written.ts';

export interface Step {
  readonly kind: ActionKind;
  readonly targets: readonly ObjectTarget[];
  readonly params?: ActionParams | undefined;
}

/** Why something is no step of a change set; null where it is one. */
export type StepHindrance =
  | { readonly why: 'secret'; readonly name: string }
  | { readonly why: 'opens' | 'clusters' }
  | null;

/**
 * A change set is kept as it was typed, on disk and for days: so nothing that holds a value of a Secret is a step. What tells of no value,
 * such as a deletion or a label, is one.
 */
export function stepHindrance({ kind, targets, params = {} }: Step): StepHindrance {
  // It is no change, or one that only a person who waits for it can use.
  if (isForItsMoment(kind)) return { why: 'opens' };
  if (targets.some(({ cluster }) => cluster !== targets[0]?.cluster)) return { why: 'clusters' };
  const holdsValues = [params.secretKeys, params.apply, params.edit, params.object].some(part => part !== undefined);
  const secret = targets.find(({ resource }) => isSecret(resource));
  return secret !== undefined && holdsValues ? { why: 'secret', name: secret.name } : null;
}
