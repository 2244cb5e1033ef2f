import { asString, getPath } from '@lanthorn/base/json.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/json-patch.ts';
import type { ActionRecord } from './action.ts';
import { jsonPatchRequest, kubectlLine, mergePatchWords, patchRight } from './change-request.ts';
import { isCronJobs } from './run-cronjob.ts';

/** Another schedule, and nothing else; many CronJobs at once, each its own. Guarded by the schedule that was there. */
export const RESCHEDULE_CRONJOB: ActionRecord = {
  kind: 'cronjob.reschedule',
  isOffered: false,
  key: null,
  appliesTo: isCronJobs,
  right: patchRight,
  needs: 'present',
  plan: ({ target, params }, cronJob, { context }) => {
    const before = asString(getPath(cronJob, 'spec', 'schedule'));
    const schedule = params.schedules?.[target.uid] ?? before;
    const patch: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      { op: 'test', path: '/spec/schedule', value: before },
      { op: 'replace', path: '/spec/schedule', value: schedule },
    ];
    return {
      request: jsonPatchRequest(target, patch),
      right: patchRight(target),
      effects: [{ key: 'effect.rescheduled', values: { before, after: schedule } }],
      kubectl: kubectlLine(target, context, mergePatchWords('cronjob', target.name, { spec: { schedule } })),
      confirmation: { type: 'field', path: ['spec', 'schedule'], value: schedule },
      isDone: before === schedule,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, cronJob) =>
    cronJob.metadata.uid === target.uid && getPath(cronJob, 'spec', 'schedule') === params.schedules?.[target.uid],
};
