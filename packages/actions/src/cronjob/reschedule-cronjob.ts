import { asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import type { ActionRecord, NewSchedule } from '../machinery/action.ts';
import {
  jsonPatchRequest,
  kubectlKind,
  kubectlLine,
  mergePatchWords,
  patchRight,
} from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { isCronJobs } from '../machinery/batch-resources.ts';

/** The schedule a CronJob has, and the one it shall have; the same where nothing is asked of it. */
function schedules(cronJob: unknown, asked: NewSchedule | undefined) {
  const before = {
    schedule: asString(getPath(cronJob, 'spec', 'schedule')),
    timeZone: asString(getPath(cronJob, 'spec', 'timeZone')),
  };
  const { schedule = before.schedule, timeZone = before.timeZone } = asked ?? {};
  return { before, after: { schedule, timeZone } };
}

/** Another schedule or time zone, and nothing else; many CronJobs at once, each its own. Guarded by the schedule that was there. */
export const RESCHEDULE_CRONJOB: ActionRecord<'cronjob.reschedule'> = {
  kind: 'cronjob.reschedule',
  isOffered: false,
  key: null,
  form: 'schedule',
  tone: 'plain',
  guard: null,
  appliesTo: isCronJobs,
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, cronJob, { context }) => {
    const { before, after } = schedules(cronJob, params.schedules?.[target.uid]);
    const isMoved = after.timeZone !== before.timeZone;
    const patch: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      { op: 'test', path: '/spec/schedule', value: before.schedule },
      { op: 'replace', path: '/spec/schedule', value: after.schedule },
      ...(isMoved ? [zoneChange(before.timeZone, after.timeZone)] : []),
    ];
    const spec = { schedule: after.schedule, ...(isMoved ? { timeZone: after.timeZone || null } : {}) };
    return {
      request: jsonPatchRequest(target, patch),
      right: patchRight(target),
      effects: [
        { key: 'effect.rescheduled', values: { before: before.schedule, after: after.schedule } },
        ...(isMoved ? [{ key: 'effect.zoneMoved', values: { before: before.timeZone, after: after.timeZone } }] : []),
      ],
      kubectl: kubectlLine(target, context, mergePatchWords(kubectlKind(target.resource), target.name, { spec })),
      confirmation: { type: 'answered' },
      isDone: after.schedule === before.schedule && !isMoved,
      clashes: [],
    };
  },
  alone: action => {
    const { schedules: all = {} } = action.params;
    const own = all[action.target.uid];
    return {
      ...action,
      params: { ...action.params, schedules: own === undefined ? {} : { [action.target.uid]: own } },
    };
  },
  isOwnWork: ({ target, params }, cronJob) => {
    const { before, after } = schedules(cronJob, params.schedules?.[target.uid]);
    return cronJob.metadata.uid === target.uid && deepEqual(before, after);
  },
  follows: null,
  inverse: restoreByEdit,
};

function zoneChange(before: string, after: string): JsonPatchOperation {
  const path = '/spec/timeZone';
  if (after === '') return { op: 'remove', path };
  return { op: before === '' ? 'add' : 'replace', path, value: after };
}
