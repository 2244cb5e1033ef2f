import { expect, test } from 'vitest';
import type { RecordedContainer, RecordedEvent, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { comparableSettings, comparedFacts } from './run-facts.ts';

const RUN: RecordedRun = {
  ...{ cluster: 'c', cronJobUid: 'u', jobUid: 'j', namespace: 'n', name: 'nightly-1' },
  result: 'succeeded',
  ...{ startedAt: 0, durationMs: 5_000, isManual: false, reason: '', template: null, settings: null, pods: [] },
  ...{ hasMorePods: false, events: null, hasMoreEvents: false, missing: [] },
};
const container = (fields: Partial<RecordedContainer>): RecordedContainer => ({
  ...{ name: 'main', exitCode: 0, reason: 'Completed', log: '', logCut: null, logProblem: '', logRefusal: null },
  ...fields,
});
const pod = (name: string, ...containers: readonly RecordedContainer[]) => ({ name, node: 'n', containers });
const event = (about: string, reason: string): RecordedEvent => ({
  ...{ about, type: 'Normal', reason, message: '', count: 1 },
});
const factOf = (fact: string, left: Partial<RecordedRun>, right: Partial<RecordedRun>) =>
  comparedFacts({ ...RUN, ...left }, { ...RUN, ...right }, ms => `${ms / 1_000} s`).find(one => one.fact === fact);

test('a result and how long it took are compared as they are said', () => {
  expect(factOf('result', {}, { result: 'failed' })).toEqual({
    ...{ fact: 'result', left: ['Complete'], right: ['Failed'], differs: true },
  });
  expect(factOf('duration', {}, { durationMs: 5_000 })).toMatchObject({ left: ['5 s'], differs: false });
  expect(factOf('duration', {}, { durationMs: null })).toMatchObject({ right: null, differs: null });
});

test('how containers ended counts, whatever their pods are called and however many there were', () => {
  const failed = container({ exitCode: 1, reason: 'Error' });
  const left = { pods: [pod('a-x1', failed), pod('a-x2', container({}))] };
  const right = { pods: [pod('b-y1', container({})), pod('b-y2', failed), pod('b-y3', failed)] };
  expect(factOf('exit', left, right)).toMatchObject({
    left: ['main: 0 Completed', 'main: 1 Error'],
    differs: false,
  });
  const killed = { pods: [pod('a', container({ exitCode: null, reason: '' }))] };
  expect(factOf('exit', killed, left)).toMatchObject({ left: ['main: –'], differs: true });
  expect(factOf('exit', { pods: [pod('a')] }, left)).toMatchObject({ left: null, differs: null });
});

test('images are those of all containers of the template, in its order', () => {
  const of = (image: string) => ({
    template: { initContainers: [{ name: 'wait', image: 'busybox' }], containers: [{ name: 'main', image }] },
  });
  expect(factOf('image', of('a:1'), of('a:2'))).toEqual({
    ...{ fact: 'image', left: ['wait: busybox', 'main: a:1'], right: ['wait: busybox', 'main: a:2'], differs: true },
  });
  expect(factOf('image', of('a:1'), {})).toMatchObject({ right: null, differs: null });
});

test('events are compared without the names of pods; where some were not kept nothing is said', () => {
  const left = { events: [event('Job', 'SuccessfulCreate'), event('a-x1', 'Pulled'), event('a-x2', 'Pulled')] };
  const right = { events: [event('b-y1', 'Pulled'), event('Job', 'SuccessfulCreate')] };
  expect(factOf('events', left, right)).toMatchObject({
    left: ['Job Normal SuccessfulCreate', 'Pod Normal Pulled'],
    differs: false,
  });
  expect(factOf('events', left, { ...right, hasMoreEvents: true })?.differs).toBeNull();
  expect(factOf('events', { ...left, hasMoreEvents: true }, right)?.differs).toBeNull();
  expect(factOf('events', left, {})?.differs).toBeNull();
});

test('settings are compared without the selector that each Job is given', () => {
  expect(comparableSettings({ parallelism: 2, selector: { matchLabels: { uid: '1' } } })).toEqual({ parallelism: 2 });
  expect([comparableSettings(null), comparableSettings('x')]).toEqual([null, null]);
});
