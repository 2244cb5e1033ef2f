import { expect, test } from 'vitest';
import { childOf } from './kept-children.ts';

const said = (object: string, message: string) => ({
  ...{ uid: 'e', about: 'u', namespace: 'shop', object, type: 'Normal', reason: 'SuccessfulCreate', message, count: 1 },
  ...{ firstSeen: 100_000, lastSeen: 200_000 },
});

test.each([
  ['ReplicaSet/web-1', 'Created pod: web-1-x', 'Pod/web-1-x'],
  ['Job/report', 'Created pod: report-x', 'Pod/report-x'],
  ['DaemonSet/agent', 'Created pod: agent-x', 'Pod/agent-x'],
  ['StatefulSet/db', 'create Pod db-0 in StatefulSet db successful', 'Pod/db-0'],
  ['CronJob/report', 'Created job report-1', 'Job/report-1'],
  ['Deployment/web', 'Scaled up replica set web-1 from 0 to 3', 'ReplicaSet/web-1'],
  ['Deployment/web', 'Scaled down replica set web-1 to 0 from 3', 'ReplicaSet/web-1'],
])('%s says that it made something: %s', (object, message, made) => {
  expect(childOf(said(object, message))).toEqual({ namespace: 'shop', object: made, since: 40_000 });
});

test.each([
  ['Pod/web', 'Created pod: other'],
  ['ReplicaSet/web-1', 'Created pod: a b'],
  ['ReplicaSet/web-1', 'Created job x'],
  ['Job/report', 'Job completed'],
  ['CronJob/report', 'Saw completed job: report-1, condition: Complete'],
])('%s says no such thing: %s', (object, message) => {
  expect(childOf(said(object, message))).toBeNull();
});
