import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/json-patch.ts';
import { PAUSE_REASON, PAUSED_BY, PAUSED_UNTIL } from '@lanthorn/views/pause.ts';
import { type ActionRecord, type Message, type ObjectTarget, shellLine } from './action.ts';
import { CRONJOBS, JOBS } from './run-cronjob.ts';

/** Resuming ends a pause: its annotations go with it. */
function endPause(cronJob: KubeObject): JsonPatchOperation[] {
  return [PAUSED_UNTIL, PAUSED_BY, PAUSE_REASON]
    .filter(key => cronJob.metadata.annotations?.[key] !== undefined)
    .map(key => ({ op: 'remove', path: `/metadata/annotations/${key.replaceAll('/', '~1')}` }));
}

const right = ({ resource, namespace, name }: ObjectTarget) => ({
  verb: 'patch',
  group: resource.group,
  resource: resource.resource,
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

interface Suspension {
  readonly kind: ActionRecord['kind'];
  readonly resource: GroupVersionResource;
  /** The new value of `spec.suspend`. */
  readonly to: boolean;
  readonly effects: (object: KubeObject) => Message[];
}

function suspendRecord({ kind, resource, to, effects }: Suspension): ActionRecord {
  return {
    kind,
    isOffered: true,
    key: to ? 'p' : 'P',
    appliesTo: ({ group, resource: name }) => group === resource.group && name === resource.resource,
    right,
    needs: 'present',
    plan: ({ target }, object, { context }) => {
      const current = getPath(object, 'spec', 'suspend');
      const from = typeof current === 'boolean' ? current : undefined;
      return {
        request: {
          method: 'PATCH',
          path: resourcePath({ ...resource, namespace: target.namespace, name: target.name }),
          headers: { 'content-type': 'application/json-patch+json' },
          body: JSON.stringify([...suspendPatch(target.uid, from, to), ...(to ? [] : endPause(object))]),
        },
        right: right(target),
        effects: effects(object),
        kubectl: shellLine([
          'kubectl',
          `--context=${context}`,
          `--namespace=${target.namespace}`,
          'patch',
          resource.resource.replace(/s$/, ''),
          target.name,
          '--type=merge',
          `--patch=${JSON.stringify({ spec: { suspend: to } })}`,
        ]),
        confirmation: { type: 'field', path: ['spec', 'suspend'], value: to },
        isDone: (from ?? false) === to,
        clashes: [],
      };
    },
    isOwnWork: ({ target }, object) =>
      object.metadata.uid === target.uid && (getPath(object, 'spec', 'suspend') === true) === to,
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
  effects: () => [message('effect.podsEnd')],
});
export const RESUME_JOB = suspendRecord({
  kind: 'job.resume',
  resource: JOBS,
  to: false,
  effects: () => [message('effect.podsStartAgain')],
});
