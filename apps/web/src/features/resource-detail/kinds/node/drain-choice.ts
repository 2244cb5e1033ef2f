import type { DrainPlan, DrainPod } from '@lanthorn/actions/node/drain-plan.ts';

/** What a person lets be lost. */
export interface DrainChoice {
  readonly emptyDirs: boolean;
  readonly unmanaged: boolean;
}

/** The pods that shall go; those that nothing holds first, so that no other waits behind one that waits. */
export function leavingPods({ pods }: DrainPlan, { emptyDirs, unmanaged }: DrainChoice): readonly DrainPod[] {
  return pods
    .filter(({ stays }) => stays === null)
    .filter(pod => (emptyDirs || pod.emptyDirs.length === 0) && (unmanaged || !pod.isLost))
    .toSorted((a, b) => Number(a.hold !== null) - Number(b.hold !== null));
}

/** Something is to be known of it before it goes. */
export function isNoteworthy({ hold, fits, isLost, emptyDirs, unjudged }: DrainPod): boolean {
  return hold !== null || fits === 0 || isLost || emptyDirs.length > 0 || unjudged.length > 0;
}
