import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { Tier } from '@lanthorn/protocol/preferences.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

const REPLICAS = 'spec.replicas';

/** What is about to be done; the kind null until it is known. */
export interface Deed {
  readonly kind: ActionKind | null;
  readonly targets: readonly ObjectTarget[];
  readonly params?: ActionParams | undefined;
  /** What the server says of it, once that is known: an edit, a change set or an undo may leave nothing running, too. */
  readonly previews?: readonly Pick<TargetPreview, 'target' | 'changes' | 'deletes'>[];
}

/**
 * What must be typed before this is sent, so that no key pressed too early deletes it: the name, or of several how many; null for all else.
 * In production that is asked of every deletion or eviction of more than one object, and before nothing runs any more.
 */
export function wordToType(deed: Deed, tier: Tier): string | null {
  const guarded = guardedTargets(deed);
  const ended = tier === 'production' ? endedTargets(deed) : [];
  if (ended.length > 0) return wordFor(ended);
  const takesAway =
    deletedTargets(deed).length > 0 || (deed.kind !== null && actionRecord(deed.kind).way !== undefined);
  if (tier === 'production' && takesAway && deed.targets.length > 1) return String(deed.targets.length);
  return wordFor(guarded);
}

/** Of which nothing runs any more afterwards. */
function endedTargets({ targets, params, previews = [] }: Deed): readonly ObjectTarget[] {
  if (params?.scale?.replicas === 0) return targets;
  const isEnd = ({ path, before, after }: TreeChange) => path === REPLICAS && Number(before) > 0 && after === 0;
  return previews.filter(({ changes }) => changes.some(isEnd)).map(({ target }) => target);
}

function wordFor([first, ...others]: readonly ObjectTarget[]): string | null {
  if (first === undefined) return null;
  return others.length === 0 ? first.name : String(others.length + 1);
}

export function isDeletion({ kind }: Deed): boolean {
  return kind !== null && actionRecord(kind).guard === 'contents';
}

export function guardedTargets(deed: Deed): readonly ObjectTarget[] {
  return deletedTargets(deed).filter(({ resource }) => findKindEntry(resource)?.isGuarded === true);
}

/** What goes with it: of an operation that is taken back maybe only some, whatever becomes of the first. */
export function deletedTargets(deed: Deed): readonly ObjectTarget[] {
  const said = deed.previews?.filter(({ deletes }) => deletes === true) ?? [];
  if (said.length > 0) return said.map(({ target }) => target);
  return isDeletion(deed) ? deed.targets : [];
}
