import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import { PAUSE_REASON, PAUSED_BY, PAUSED_UNTIL } from '@lanthorn/views/kinds/batch/pause.ts';
import type { ActionRecord, Message } from '../machinery/action.ts';
import {
  jsonPatchRequest,
  kubectlKind,
  kubectlLine,
  mergePatchWords,
  patchRight,
} from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { objectState } from '../machinery/object-state.ts';
import { CRONJOBS, JOBS } from '../machinery/batch-resources.ts';

/** Resuming ends a pause: its annotations go with it. */
function pauseKeys(cronJob: KubeObject): string[] {
  return [PAUSED_UNTIL, PAUSED_BY, PAUSE_REASON].filter(key => cronJob.metadata.annotations?.[key] !== undefined);
}

/**
 * One field, guarded by the object's uid and the value it is thought to have: two people who press the same button do not
 * toggle each other, and nothing anybody else changed is touched.
 */
export function suspendPatch(uid: string, from: boolean | undefined, to: boolean): JsonPatchOperation[] {
  const guard: JsonPatchOperation = { op: 'test', path: '/metadata/uid', value: uid };
  const change: JsonPatchOperation = { op: 'add', path: '/spec/suspend', value: to };
  return from === undefined ? [guard, change] : [guard, { op: 'test', path: '/spec/suspend', value: from }, change];
}

interface Suspension<Kind extends string> {
  readonly kind: Kind;
  readonly resource: GroupVersionResource;
  /** The new value of `spec.suspend`. */
  readonly to: boolean;
  readonly effects: (object: KubeObject) => Message[];
}

function suspendRecord<Kind extends string>({ kind, resource, to, effects }: Suspension<Kind>): ActionRecord<Kind> {
  return {
    kind,
    isOffered: true,
    key: to ? 'p' : 'P',
    form: null,
    tone: 'plain',
    guard: null,
    appliesTo: ({ group, resource: name }) => group === resource.group && name === resource.resource,
    fits: ({ isSuspended, isFinished }) => isSuspended !== to && isFinished !== true,
    right: patchRight,
    needs: 'present',
    goneIsDone: false,
    plan: ({ target }, object, { context }) => {
      const current = getPath(object, 'spec', 'suspend');
      const from = typeof current === 'boolean' ? current : undefined;
      const ended = to ? [] : pauseKeys(object);
      const removals = ended.map(
        (key): JsonPatchOperation => ({ op: 'remove', path: jsonPointer('metadata', 'annotations', key) }),
      );
      const annotations = Object.fromEntries(ended.map(key => [key, null]));
      const merge = { ...(ended.length === 0 ? {} : { metadata: { annotations } }), spec: { suspend: to } };
      return {
        request: jsonPatchRequest(target, [...suspendPatch(target.uid, from, to), ...removals]),
        right: patchRight(target),
        effects: effects(object),
        kubectl: kubectlLine(target, context, mergePatchWords(kubectlKind(resource), target.name, merge)),
        confirmation: { type: 'field', path: ['spec', 'suspend'], value: to },
        isDone: (from ?? false) === to,
        clashes: [],
      };
    },
    isOwnWork: ({ target }, object) =>
      object.metadata.uid === target.uid && (getPath(object, 'spec', 'suspend') === true) === to,
    follows: null,
    inverse: restoreByEdit,
  };
}

const message = (key: string): Message => ({ key, values: {} });

function resumeEffects(cronJob: KubeObject): Message[] {
  const deadline = asNumber(getPath(cronJob, 'spec', 'startingDeadlineSeconds'));
  const missed: Message =
    deadline === undefined
      ? message('effect.missedRunMayStart')
      : { key: 'effect.missedRunWithinDeadline', values: { seconds: deadline } };
  return [message('effect.runsAgain'), missed];
}

export const SUSPEND_CRONJOB = suspendRecord({
  kind: 'cronjob.suspend',
  resource: CRONJOBS,
  to: true,
  effects: () => [message('effect.noMoreRuns'), message('effect.runningJobsStay')],
});
export const RESUME_CRONJOB = suspendRecord({
  kind: 'cronjob.resume',
  resource: CRONJOBS,
  to: false,
  effects: resumeEffects,
});
/** Suspending a Job ends its pods and keeps what is done; resuming starts pods anew and its start time with them. */
export const SUSPEND_JOB = suspendRecord({
  kind: 'job.suspend',
  resource: JOBS,
  to: true,
  effects: job => [message(objectState(job).isFinished === true ? 'effect.hasFinished' : 'effect.podsEnd')],
});
export const RESUME_JOB = suspendRecord({
  kind: 'job.resume',
  resource: JOBS,
  to: false,
  effects: job => [message(objectState(job).isFinished === true ? 'effect.hasFinished' : 'effect.podsStartAgain')],
});
