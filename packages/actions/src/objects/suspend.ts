import { asNumber, getPath } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { PAUSE_REASON, PAUSED_BY, PAUSED_UNTIL } from '@lanthorn/views/kinds/batch/pause.ts';
import type { ActionRecord, Message } from '../machinery/action.ts';
import { kubectlKind, mergePatchWords } from '../machinery/change-request.ts';
import { switchRecord } from '../machinery/switch-field.ts';
import { objectState } from '../machinery/object-state.ts';
import { CRONJOBS, JOBS } from '../machinery/batch-resources.ts';

/** Resuming ends a pause: its annotations go with it. */
function pauseKeys(cronJob: KubeObject): string[] {
  return [PAUSED_UNTIL, PAUSED_BY, PAUSE_REASON].filter(key => cronJob.metadata.annotations?.[key] !== undefined);
}

interface Suspension<Kind extends string> {
  readonly kind: Kind;
  readonly resource: GroupVersionResource;
  /** The new value of `spec.suspend`. */
  readonly to: boolean;
  readonly effects: (object: KubeObject) => Message[];
}

function suspendRecord<Kind extends string>({ kind, resource, to, effects }: Suspension<Kind>): ActionRecord<Kind> {
  const ends = (object: KubeObject) => (to ? [] : pauseKeys(object));
  return switchRecord({
    kind,
    key: to ? 'p' : 'P',
    resource,
    field: 'suspend',
    to,
    isOmitted: false,
    fits: ({ isSuspended, isFinished }) => isSuspended !== to && isFinished !== true,
    effects,
    ends,
    kubectl: object => {
      const annotations = Object.fromEntries(ends(object).map(key => [key, null]));
      const metadata = ends(object).length === 0 ? {} : { metadata: { annotations } };
      const { name } = readMeta(object);
      return mergePatchWords(kubectlKind(resource), name, { ...metadata, spec: { suspend: to } });
    },
  });
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
