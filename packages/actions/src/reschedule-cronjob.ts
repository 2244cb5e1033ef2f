import { asString, getPath } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/json-patch.ts';
import { type ActionRecord, type ObjectTarget, shellLine } from './action.ts';
import { CRONJOBS, isCronJobs } from './run-cronjob.ts';

const right = ({ namespace, name }: ObjectTarget) => ({
  verb: 'patch',
  group: 'batch',
  resource: 'cronjobs',
  namespace,
  name,
});

/** Another schedule, and nothing else; many CronJobs at once, each its own. Guarded by the schedule that was there. */
export const RESCHEDULE_CRONJOB: ActionRecord = {
  kind: 'cronjob.reschedule',
  isOffered: false,
  key: null,
  appliesTo: isCronJobs,
  right,
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
      request: {
        method: 'PATCH',
        path: resourcePath({ ...CRONJOBS, namespace: target.namespace, name: target.name }),
        headers: { 'content-type': 'application/json-patch+json' },
        body: JSON.stringify(patch),
      },
      right: right(target),
      effects: [{ key: 'effect.rescheduled', values: { before, after: schedule } }],
      kubectl: shellLine([
        'kubectl',
        `--context=${context}`,
        `--namespace=${target.namespace}`,
        'patch',
        'cronjob',
        target.name,
        '--type=merge',
        `--patch=${JSON.stringify({ spec: { schedule } })}`,
      ]),
      confirmation: { type: 'field', path: ['spec', 'schedule'], value: schedule },
      isDone: before === schedule,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, cronJob) =>
    cronJob.metadata.uid === target.uid && getPath(cronJob, 'spec', 'schedule') === params.schedules?.[target.uid],
};
