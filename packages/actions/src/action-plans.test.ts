import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { Action, ActionParams, NewSchedule, Plan } from './machinery/action.ts';
import { actionRecord, isConfirmed } from './action-records.ts';
import { CRONJOBS, JOBS } from './machinery/batch-resources.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');

function actionOn(
  kind: string,
  object: KubeObject,
  params: ActionParams = {},
  resource?: GroupVersionResource,
): Action {
  const { namespace = '', name = '', uid = '' } = object.metadata;
  const found = resource ?? (object.kind === 'Job' ? JOBS : CRONJOBS);
  return { kind, target: { cluster: 'c', resource: found, namespace, name, uid }, index: 0, suffix: 'x7k2p', params };
}

function planOf(action: Action, fresh: KubeObject): Plan {
  return actionRecord(action.kind).plan(action, fresh, { context: 'prod', schema: null, now: NOW });
}

/** The object as the server holds it after a patch; null where it refuses. */
function afterPatch({ headers, body = '' }: ApiRequest, object: KubeObject): KubeObject | null {
  const patch = parseJson(body);
  if (headers?.['content-type'] === 'application/merge-patch+json') return applyMergePatch(object, patch) as KubeObject;
  expect(headers).toEqual({ 'content-type': 'application/json-patch+json' });
  if (!isJsonPatch(patch)) throw new Error('no patch');
  const patched = applyJsonPatch(object, patch);
  return patched.ok ? patched.value : null;
}

/** What kubectl's line does to an object. */
function afterKubectl(kubectl: string, object: KubeObject): unknown {
  const [, text = ''] = /'--patch=(.*)'$/s.exec(kubectl) ?? [];
  return applyMergePatch(object, parseJson(text.replaceAll(`'\\''`, "'")));
}

const keys = (plan: Plan) => plan.effects.map(({ key }) => key);
const withUid = (object: KubeObject, uid: string): KubeObject => ({ ...object, metadata: { ...object.metadata, uid } });
const withSpec = (object: KubeObject, fields: object): KubeObject => ({
  ...object,
  spec: { ...(getPath(object, 'spec') as object), ...fields },
});

const CRON_JOB: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'shop', uid: 'u1', resourceVersion: '7', annotations: { team: 'a' } },
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: {
      metadata: { labels: { app: 'nightly' }, annotations: { note: 'x' } },
      spec: { template: { spec: { containers: [{ name: 'c', image: 'i:1' }] } } },
    },
  },
};
const JOB: KubeObject = { ...CRON_JOB, kind: 'Job', spec: { completions: 1 } };
const conditions = (type: string) => ({ status: { conditions: [{ type, status: 'True' }] } });

describe.each([
  ['cronjob.suspend', CRON_JOB, true, 'cronjobs', 'cronjob'],
  ['cronjob.resume', CRON_JOB, false, 'cronjobs', 'cronjob'],
  ['job.suspend', JOB, true, 'jobs', 'job'],
  ['job.resume', JOB, false, 'jobs', 'job'],
])('%s', (kind, object, to, plural, word) => {
  const action = actionOn(kind, object);
  const before = withSpec(object, { suspend: !to });

  test('sets the one field of that very object, and is seen to have done so', () => {
    const plan = planOf(action, before);
    const after = afterPatch(plan.request, before);
    expect(after).toEqual(withSpec(object, { suspend: to }));
    expect(plan).toMatchObject({
      request: { method: 'PATCH', path: `/apis/batch/v1/namespaces/shop/${plural}/nightly` },
      right: { verb: 'patch', group: 'batch', resource: plural, namespace: 'shop', name: 'nightly' },
      kubectl: `kubectl --context=prod --namespace=shop patch ${word} nightly --type=merge '--patch={"spec":{"suspend":${to}}}'`,
      isDone: false,
      clashes: [],
    });
    const { confirmation } = plan;
    const isSeen = (seen: KubeObject | null) => isConfirmed({ action, confirmation, answer: null }, seen);
    expect([isSeen(after), isSeen(before)]).toEqual([true, false]);
  });

  test('does nothing to another object of that name, nor over what somebody else did meanwhile', () => {
    const { request } = planOf(action, before);
    expect(afterPatch(request, withUid(before, 'other'))).toBeNull();
    expect(afterPatch(request, withSpec(object, { suspend: to }))).toBeNull();
  });

  test('is done already where it is so, and that is its own work only on that very object', () => {
    const after = withSpec(object, { suspend: to });
    const { isOwnWork } = actionRecord(kind);
    expect(planOf(action, after).isDone).toBe(true);
    expect(planOf(action, object).isDone).toBe(!to);
    expect([after, object, before, withUid(after, 'other')].map(seen => isOwnWork(action, seen))).toEqual([
      true,
      !to,
      false,
      false,
    ]);
  });

  test('where nobody ever said, it is said', () => {
    expect(afterPatch(planOf(action, object).request, object)).toEqual(withSpec(object, { suspend: to }));
    const odd = withSpec(object, { suspend: 'yes' });
    expect(afterPatch(planOf(action, odd).request, odd)).toEqual(withSpec(object, { suspend: to }));
    expect(planOf(action, odd).isDone).toBe(!to);
    const { annotations: _none, ...metadata } = object.metadata;
    const bare = { ...before, metadata };
    expect(afterPatch(planOf(action, bare).request, bare)).toEqual(withSpec(bare, { suspend: to }));
  });
});

test('what suspending and resuming bring with them is told', () => {
  const effectsOf = (kind: string, object: KubeObject) => planOf(actionOn(kind, object), object).effects;
  const told = (kind: string, object: KubeObject) => effectsOf(kind, object).map(({ key }) => key);
  expect(told('cronjob.suspend', CRON_JOB)).toEqual(['effect.noMoreRuns', 'effect.runningJobsStay']);
  expect(told('cronjob.resume', CRON_JOB)).toEqual(['effect.runsAgain', 'effect.missedRunMayStart']);
  expect(effectsOf('cronjob.resume', withSpec(CRON_JOB, { startingDeadlineSeconds: 60 }))[1]).toEqual({
    key: 'effect.missedRunWithinDeadline',
    values: { seconds: 60 },
  });
  expect(told('job.suspend', JOB)).toEqual(['effect.podsEnd']);
  expect(told('job.resume', JOB)).toEqual(['effect.podsStartAgain']);
  for (const kind of ['job.suspend', 'job.resume'])
    expect(told(kind, { ...JOB, ...conditions('Complete') })).toEqual(['effect.hasFinished']);
});

const PAUSE = { until: '2026-11-24T08:00:00Z', by: "o'neill", reason: 'a/b ~ c' };
const paused = (pause: typeof PAUSE): KubeObject => ({
  ...withSpec(CRON_JOB, { suspend: true }),
  metadata: {
    ...CRON_JOB.metadata,
    annotations: {
      team: 'a',
      'lanthorn.dev/paused-until': pause.until,
      'lanthorn.dev/paused-by': pause.by,
      'lanthorn.dev/pause-reason': pause.reason,
    },
  },
});

describe('cronjob.pause', () => {
  const action = actionOn('cronjob.pause', CRON_JOB, { pause: PAUSE });

  test('suspends, and says until when, by whom and why; the line of kubectl does the same', () => {
    const plan = planOf(action, CRON_JOB);
    expect(afterPatch(plan.request, CRON_JOB)).toEqual(paused(PAUSE));
    expect(afterKubectl(plan.kubectl, CRON_JOB)).toEqual(paused(PAUSE));
    expect(plan).toMatchObject({ right: { verb: 'patch', name: 'nightly' }, isDone: false, clashes: [] });
    expect(plan.confirmation).toEqual({ type: 'answered' });
    const { annotations: _none, ...metadata } = CRON_JOB.metadata;
    const bare = { ...CRON_JOB, metadata };
    expect(afterPatch(planOf(action, bare).request, bare)?.metadata.annotations).toEqual({
      'lanthorn.dev/paused-until': PAUSE.until,
      'lanthorn.dev/paused-by': PAUSE.by,
      'lanthorn.dev/pause-reason': PAUSE.reason,
    });
  });

  test('does nothing to another object of that name, nor over what somebody else did meanwhile', () => {
    const running = withSpec(CRON_JOB, { suspend: false });
    const { request } = planOf(action, running);
    expect(afterPatch(request, withUid(running, 'other'))).toBeNull();
    expect(afterPatch(request, withSpec(CRON_JOB, { suspend: true }))).toBeNull();
  });

  test('is done only where all of it is so', () => {
    expect(planOf(action, paused(PAUSE)).isDone).toBe(true);
    expect(planOf(action, paused({ ...PAUSE, reason: 'other' })).isDone).toBe(false);
    expect(planOf(action, withSpec(paused(PAUSE), { suspend: false })).isDone).toBe(false);
  });

  test('it ends at the time that stands on the object', () => {
    const { dueAt } = actionRecord('cronjob.pause');
    expect([paused(PAUSE), CRON_JOB, null].map(after => dueAt?.({ after }))).toEqual([
      Date.parse(PAUSE.until),
      null,
      null,
    ]);
  });

  test('resuming ends it, by the button and by the line of kubectl; what others wrote stays', () => {
    const plan = planOf(actionOn('cronjob.resume', CRON_JOB), paused(PAUSE));
    const running = withSpec(CRON_JOB, { suspend: false });
    expect(afterPatch(plan.request, paused(PAUSE))).toEqual(running);
    expect(afterKubectl(plan.kubectl, paused(PAUSE))).toEqual(running);
  });
});

describe('cronjob.reschedule', () => {
  const asked = (schedule: string, timeZone?: string) =>
    actionOn('cronjob.reschedule', CRON_JOB, {
      schedules: { u1: { schedule, timeZone }, other: { schedule: '@daily' } },
    });
  const there = (schedule: string, timeZone?: string) =>
    withSpec(CRON_JOB, { schedule, ...(timeZone === undefined ? {} : { timeZone }) });

  test.each([
    ['another schedule', asked('@hourly'), CRON_JOB, there('@hourly'), ['effect.rescheduled']],
    [
      'a schedule, the zone stays',
      asked('@hourly'),
      there('x', 'Asia/Tokyo'),
      there('@hourly', 'Asia/Tokyo'),
      ['effect.rescheduled'],
    ],
    [
      'a zone',
      asked('0 3 * * *', 'Asia/Tokyo'),
      CRON_JOB,
      there('0 3 * * *', 'Asia/Tokyo'),
      ['effect.rescheduled', 'effect.zoneMoved'],
    ],
    [
      'another zone',
      asked('@daily', 'UTC'),
      there('x', 'Asia/Tokyo'),
      there('@daily', 'UTC'),
      ['effect.rescheduled', 'effect.zoneMoved'],
    ],
    [
      'no zone',
      asked('@daily', ''),
      there('x', 'Asia/Tokyo'),
      there('@daily'),
      ['effect.rescheduled', 'effect.zoneMoved'],
    ],
  ])('%s is set, and nothing else; the line of kubectl does the same', (_title, action, before, after, effects) => {
    const plan = planOf(action, before);
    expect(afterPatch(plan.request, before)).toEqual(after);
    expect(afterKubectl(plan.kubectl, before)).toEqual(after);
    expect(keys(plan)).toEqual(effects);
    expect(plan).toMatchObject({ right: { verb: 'patch', resource: 'cronjobs' }, isDone: false, clashes: [] });
    expect(plan.confirmation).toEqual({ type: 'answered' });
    expect(afterPatch(plan.request, withUid(before, 'other'))).toBeNull();
    expect(afterPatch(plan.request, withSpec(before, { schedule: 'of somebody else' }))).toBeNull();
    expect(planOf(action, after).isDone).toBe(true);
    const { isOwnWork } = actionRecord(action.kind);
    expect([after, before, withUid(after, 'other')].map(seen => isOwnWork(action, seen))).toEqual([true, false, false]);
  });

  test('what changes is told as it was and as it will be', () => {
    expect(planOf(asked('@daily', 'UTC'), there('@hourly', 'Asia/Tokyo')).effects.map(({ values }) => values)).toEqual([
      { before: '@hourly', after: '@daily' },
      { before: 'Asia/Tokyo', after: 'UTC' },
    ]);
  });

  test('of whom nothing is asked, stays as it is', () => {
    expect(planOf(actionOn('cronjob.reschedule', CRON_JOB, {}), CRON_JOB).isDone).toBe(true);
    const none = actionOn('cronjob.reschedule', CRON_JOB, { schedules: { other: { schedule: '@daily' } } });
    expect(planOf(none, CRON_JOB).isDone).toBe(true);
  });

  test('of many, while it is sent, its own alone is kept', () => {
    const own = { schedule: '@daily' };
    const kept = (schedules: Record<string, NewSchedule>) =>
      actionRecord('cronjob.reschedule').alone?.(actionOn('cronjob.reschedule', CRON_JOB, { schedules })).params;
    expect([kept({ other: own, u1: own }), kept({ other: own })]).toEqual([
      { schedules: { u1: own } },
      { schedules: {} },
    ]);
  });
});
