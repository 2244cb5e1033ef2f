import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Tier } from '@lanthorn/protocol/preferences.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/** What is about to be done; the kind null until it is known. */
export interface Deed {
  readonly kind: ActionKind | null;
  readonly targets: readonly ObjectTarget[];
  readonly params?: ActionParams | undefined;
}

/**
 * What must be typed before this is sent, so that no key pressed too early deletes it: the name, or of several how many; null for all else.
 * In production that is asked of every deletion or eviction of more than one object, and before nothing runs any more.
 */
export function wordToType(deed: Deed, tier: Tier): string | null {
  const guarded = guardedTargets(deed);
  const [only] = guarded;
  const [first] = deed.targets;
  if (tier === 'production' && deed.params?.scale?.replicas === 0 && first !== undefined) return first.name;
  const takesAway = isDeletion(deed) || (deed.kind !== null && actionRecord(deed.kind).way !== undefined);
  if (tier === 'production' && takesAway && deed.targets.length > 1) return String(deed.targets.length);
  if (only === undefined) return null;
  return guarded.length === 1 ? only.name : String(guarded.length);
}

export function isDeletion({ kind }: Deed): boolean {
  return kind !== null && actionRecord(kind).guard === 'contents';
}

export function guardedTargets(deed: Deed): readonly ObjectTarget[] {
  return isDeletion(deed) ? deed.targets.filter(({ resource }) => findKindEntry(resource)?.isGuarded === true) : [];
}
