import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ActionKind, ActionParams, ObjectTarget } from './action.ts';
import { JOBS } from './run-cronjob.ts';

/** What is known of one target after it was changed. */
export interface Outcome {
  readonly kind: ActionKind;
  readonly target: ObjectTarget;
  /** The target before; null where it did not exist. */
  readonly before: KubeObject | null;
  /** What the server answered: the target as the change left it, or the object it created. */
  readonly after: KubeObject | null;
}

export interface Undo {
  readonly kind: ActionKind;
  readonly target: ObjectTarget;
  readonly params: ActionParams;
}

/**
 * The action that takes one back, or null where nothing was recorded to go back to. Fields go back by a merge whose base is what
 * the change left: what others did since stays, and what they did to the same fields is a clash.
 */
export function undoOf({ kind, target, before, after }: Outcome): Undo | null {
  switch (kind) {
    case 'cronjob.suspend':
    case 'cronjob.resume':
    case 'cronjob.pause':
    case 'cronjob.reschedule':
    case 'job.suspend':
    case 'job.resume':
    case 'object.edit':
      if (before === null || after === null) return null;
      return { kind: 'object.edit', target, params: { edit: { base: after, mine: before, choices: {} } } };
    case 'cronjob.run':
    case 'cronjob.backfill':
    case 'job.rerun':
      return after === null ? null : { kind: 'object.delete', target: created(target, JOBS, after), params: {} };
    case 'object.create':
      return after === null
        ? null
        : { kind: 'object.delete', target: created(target, target.resource, after), params: {} };
    case 'object.delete':
      return before === null ? null : { kind: 'object.create', target, params: { object: before } };
  }
}

function created(target: ObjectTarget, resource: GroupVersionResource, { metadata }: KubeObject): ObjectTarget {
  return { ...target, resource, name: metadata.name ?? '', uid: metadata.uid ?? '' };
}
