import { describe, expect, test } from 'vitest';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import {
  AFTER,
  everything,
  FINAL,
  KINDS,
  MAKES,
  PARAMS,
  saidOf,
  pathOf,
  REPLACES,
  type Stage,
  stage,
  subjectOf,
} from './acting-stage.ts';

// Every action there is, where somebody else works on the same object, and where it is taken back.

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };
const bare = ({ apiVersion, kind, metadata, ...rest }: KubeObject): KubeObject => {
  const { name, namespace, labels, annotations, ownerReferences } = metadata;
  return {
    apiVersion,
    kind,
    ...rest,
    metadata: { name, namespace, labels, annotations, ownerReferences },
  } as KubeObject;
};
const KINDS_OF_OBJECTS = KINDS.filter(kind => !MAKES.has(kind));

describe('another object of the same name', () => {
  test.each(KINDS_OF_OBJECTS)('%s: nothing is done to it, and that is said', async kind => {
    const scene = await stage(ADMIN);
    const object = subjectOf(kind, scene);
    const path = pathOf(object);
    // No controller is there to let go of it.
    await scene.request('PATCH', path, { metadata: { finalizers: null } });
    await scene.request('DELETE', path, { gracePeriodSeconds: 0, propagationPolicy: 'Background' });
    const made = await scene.request('POST', path.slice(0, path.lastIndexOf('/')), bare(object));
    expect([made.status, made.body.metadata.uid === object.metadata.uid]).toEqual([201, false]);
    const before = await everything(scene);
    const { targets } = await scene.run(kind, object, PARAMS[kind]?.(object) ?? {});
    expect(await everything(scene)).toEqual(before);
    expect(targets[0]?.phase).toBe('failed');
    expect(targets[0]?.message).not.toBe('');
    expect(targets[0]?.canUndo).toBe(false);
    scene.hub.close();
  });
});

/** What somebody else writes, by the kind of the object: where an action writes, and where nothing was before. */
const ANNOTATED = { metadata: { annotations: { 'example.org/other': 'kept' } } };
const OTHER: Readonly<Record<string, object>> = {
  Deployment: { ...ANNOTATED, spec: { template: ANNOTATED } },
  Node: { ...ANNOTATED, spec: { taints: [{ key: 'example.org/other', effect: 'NoSchedule' }] } },
};

/** How often somebody else's mark is there. */
const count = (value: unknown) => writeJson(value).split('example.org/other').length - 1;

describe('two people at once', () => {
  test.each(KINDS_OF_OBJECTS.filter(kind => !REPLACES.has(kind)))(
    '%s: what the other wrote in that moment stays',
    async kind => {
      const scene = await stage(ADMIN);
      const object = subjectOf(kind, scene);
      const earlier = AFTER[kind];
      if (earlier !== undefined) await scene.run(earlier, object, {});
      const path = pathOf(object);
      let wasWritten = false;
      scene.source.meanwhile = async () => {
        const other = await scene.request('PATCH', path, OTHER[object.kind ?? ''] ?? ANNOTATED);
        wasWritten = other.status === 200;
      };
      const { targets } = await scene.run(kind, object, PARAMS[kind]?.(object) ?? {});
      expect(wasWritten).toBe(true);
      const [target] = targets;
      const now = await scene.request('GET', path);
      if (now.status === 200) expect(count(bare(now.body))).toBe(count(OTHER[object.kind ?? ''] ?? ANNOTATED));
      // It is done all the same, or the other's change is said to be in the way.
      if (target?.phase !== 'seen') expect(target?.status?.reason).toBe('Conflict');
      scene.hub.close();
    },
  );
});

/** What there is and stays, as people wrote it. */
const written = async (scene: Stage) =>
  (await everything(scene)).map(items =>
    (items as KubeObject[])
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(object => ({ ...bare(object), status: undefined })),
  );

describe('taken back', () => {
  test.each(KINDS)('%s: what was there is there again, and nothing else', async kind => {
    const scene = await stage(ADMIN);
    const object = subjectOf(kind, scene);
    const earlier = AFTER[kind];
    if (earlier !== undefined) await scene.run(earlier, object, {});
    const before = await written(scene);
    const done = await scene.run(kind, object, PARAMS[kind]?.(object) ?? {});
    expect(done.targets[0]?.phase).toBe('seen');
    expect(done.targets[0]?.canUndo).toBe(FINAL[kind] === undefined);
    if (FINAL[kind] === undefined) {
      const undone = await scene.undo(done);
      expect(saidOf(undone)).toEqual(['seen', '']);
      expect(await written(scene)).toEqual(before);
    }
    scene.hub.close();
  });
});
