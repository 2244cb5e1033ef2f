import { describe, expect, test } from 'vitest';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { AFTER, everything, JOBS, KINDS, PARAMS, saidOf, stage, subjectOf } from './acting-stage.ts';

// Every action there is, under the two troubles each must meet: an answer that never comes, and a right that is missing.

test('who acts does not wait for the back-off of a watch that broke before', async () => {
  const clock = new FakeClock();
  const scene = await stage({ username: 'admin', groups: [MASTERS_GROUP] }, clock);
  const resource = { group: 'batch', version: 'v1', resource: 'cronjobs' };
  scene.source.isBroken = true;
  const open = scene.hub.object(scene.cluster, { resource, namespace: 'default', name: 'nightly' });
  await clock.advance(120_000);
  expect(open.value.state.kind).toBe('stale');
  scene.source.isBroken = false;
  let phase = '';
  void scene.run('cronjob.suspend', scene.cronJob, {}).then(({ targets }) => (phase = targets[0]?.phase ?? ''));
  for (let passed = 0; passed < 2_000; passed += 100) await clock.advance(100);
  expect(phase).toBe('seen');
  open.release();
  scene.hub.close();
});

describe('an answer that is lost', () => {
  test.each(KINDS)('%s: done once, and called done', async kind => {
    const scene = await stage({ username: 'admin', groups: [MASTERS_GROUP] });
    const object = subjectOf(kind, scene);
    const before = AFTER[kind];
    if (before !== undefined) await scene.run(before, object, {});
    scene.source.changes.length = 0;
    scene.source.isLosing = true;
    const operation = await scene.run(kind, object, PARAMS[kind]?.(scene.cronJob) ?? {});
    expect(scene.source.isLosing).toBe(false);
    expect(saidOf(operation)).toEqual(['seen', '']);
    // A create that is sent again meets its own work by name, values of Secrets cannot be compared; anything else is found done and not sent again.
    const isSentAgain = [
      'cronjob.run',
      'cronjob.backfill',
      'job.rerun',
      'node.shell',
      'object.create',
      'secret.keys',
      'rbac.grant',
    ].includes(kind);
    expect(scene.source.changes.length).toBeLessThanOrEqual(isSentAgain ? 2 : 1);
    const { body } = await scene.request('GET', JOBS);
    const made = (body['items'] as KubeObject[]).filter(
      ({ metadata }) => metadata.name !== 'once' && metadata.name !== 'done',
    );
    expect(made).toHaveLength(['cronjob.run', 'cronjob.backfill', 'job.rerun'].includes(kind) ? 1 : 0);
    scene.hub.close();
  });
});

describe('a right that is missing', () => {
  test.each(KINDS)('%s: refused in the server’s words, and nothing is changed', async kind => {
    const scene = await stage({ username: 'viewer', groups: [] });
    const before = await everything(scene);
    const operation = await scene.run(kind, subjectOf(kind, scene), PARAMS[kind]?.(scene.cronJob) ?? {});
    // Who may not read it is refused before that is known.
    if (AFTER[kind] !== undefined && !kind.startsWith('node.')) {
      // Nothing is suspended: there is nothing to send, and so nothing to refuse.
      expect(scene.source.changes).toEqual([]);
    } else {
      expect(operation.targets[0]?.phase).toBe('failed');
      expect(operation.targets[0]?.status?.reason).toBe('Forbidden');
      expect(operation.targets[0]?.message).toMatch(/^[a-z.0-9]+ (?:"[^"]+" )?is forbidden: User "viewer" cannot/);
      expect(operation.targets[0]?.canUndo).toBe(false);
    }
    expect(await everything(scene)).toEqual(before);
    expect(getPath(scene.cronJob, 'spec', 'schedule')).toBe('0 3 * * *');
    scene.hub.close();
  });
});
