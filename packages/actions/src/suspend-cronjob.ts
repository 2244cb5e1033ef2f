import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/json-patch.ts';
import { PAUSE_REASON, PAUSED_BY, PAUSED_UNTIL } from '@lanthorn/views/pause.ts';
import { type ActionRecord, type Message, type ObjectTarget, shellLine } from './action.ts';
import { CRONJOBS, isCronJobs } from './run-cronjob.ts';

/** Resuming ends a pause: its annotations go with it. */
function endPause(cronJob: KubeObject): JsonPatchOperation[] {
  return [PAUSED_UNTIL, PAUSED_BY, PAUSE_REASON]
    .filter(key => cronJob.metadata.annotations?.[key] !== undefined)
    .map(key => ({ op: 'remove', path: `/metadata/annotations/${key.replaceAll('/', '~1')}` }));
}

const right = ({ namespace, name }: ObjectTarget) => ({
  verb: 'patch',
  group: 'batch',
  resource: 'cronjobs',
  namespace,
  name,
});

/**
 * One field, guarded by the object's uid and the value it is thought to have: two people who press the same button do not
 * toggle each other, and nothing anybody else changed is touched.
 */
export function suspendPatch(uid: string, from: boolean | undefined, to: boolean): JsonPatchOperation[] {
  const guard: JsonPatchOperation = { op: 'test', path: '/metadata/uid', value: uid };
  const change: JsonPatchOperation = { op: 'add', path: '/spec/suspend', value: to };
  return from === undefined ? [guard, change] : [guard, { op: 'test', path: '/spec/suspend', value: from }, change];
}

function suspendRecord(kind: 'cronjob.suspend' | 'cronjob.resume', to: boolean): ActionRecord {
  return {
    kind,
    isOffered: true,
    key: to ? 'p' : 'P',
    appliesTo: isCronJobs,
    right,
    needs: 'present',
    plan: ({ target }, cronJob, { context }) => {
      const current = getPath(cronJob, 'spec', 'suspend');
      const from = typeof current === 'boolean' ? current : undefined;
      const effects: Message[] = [{ key: to ? 'effect.noMoreRuns' : 'effect.runsAgain', values: {} }];
      const deadline = asNumber(getPath(cronJob, 'spec', 'startingDeadlineSeconds'));
      if (to) effects.push({ key: 'effect.runningJobsStay', values: {} });
      else if (deadline === undefined) effects.push({ key: 'effect.missedRunMayStart', values: {} });
      else effects.push({ key: 'effect.missedRunWithinDeadline', values: { seconds: deadline } });
      return {
        request: {
          method: 'PATCH',
          path: resourcePath({ ...CRONJOBS, namespace: target.namespace, name: target.name }),
          headers: { 'content-type': 'application/json-patch+json' },
          body: JSON.stringify([...suspendPatch(target.uid, from, to), ...(to ? [] : endPause(cronJob))]),
        },
        right: right(target),
        effects,
        kubectl: shellLine([
          'kubectl',
          `--context=${context}`,
          `--namespace=${target.namespace}`,
          'patch',
          'cronjob',
          target.name,
          '--type=merge',
          `--patch=${JSON.stringify({ spec: { suspend: to } })}`,
        ]),
        confirmation: { type: 'field', path: ['spec', 'suspend'], value: to },
        isDone: (from ?? false) === to,
        clashes: [],
      };
    },
    isOwnWork: ({ target }, cronJob) =>
      cronJob.metadata.uid === target.uid && (getPath(cronJob, 'spec', 'suspend') === true) === to,
  };
}

export const SUSPEND_CRONJOB = suspendRecord('cronjob.suspend', true);
export const RESUME_CRONJOB = suspendRecord('cronjob.resume', false);
