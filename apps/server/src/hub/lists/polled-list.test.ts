import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { Collection } from './collection.ts';
import { ObjectWatch } from '../objects/object-watch.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';

const object = (name: string) => ({ metadata: { name, uid: name, resourceVersion: '1' } });

/** Lets everybody read and nobody watch. */
class Unwatched implements ApiSource {
  names = ['a'];
  requests = 0;

  send({ path, query }: ApiRequest) {
    this.requests++;
    const isWatch = query?.['watch'] === '1';
    const name = /namespaces\/(.+)$/.exec(path)?.[1];
    const read =
      name === undefined ? { metadata: { resourceVersion: '1' }, items: this.names.map(object) } : object(name);
    const answer = isWatch ? { kind: 'Status', code: 403, message: 'you cannot watch namespaces' } : read;
    async function* body() {
      yield JSON.stringify(answer);
    }
    return Promise.resolve({ status: isWatch ? 403 : 200, headers: {}, warnings: [], body: body() });
  }
}

function context() {
  const clock = new FakeClock();
  const source = new Unwatched();
  const boundary = new Boundary('list', { clock, faults: THROWN_ON });
  return { clock, source, services: { source, time: new ClusterClock(clock), boundary, random: seededRandom(1) } };
}

test('what may be listed and not watched is shown, read again every half minute, and never called live', async () => {
  const { clock, source, services } = context();
  const collection = new Collection('c', { view: NAMESPACE_VIEW, namespace: '' }, services);
  const kinds = new Set<string>();
  collection.onState(() => kinds.add(collection.state.kind));
  await clock.advance(1_000);
  const names = () => [...collection.store.rows()].map(row => row.name);
  expect(names()).toEqual(['a']);
  const listedAt = clock.now() - 1_000;
  expect(collection.state).toEqual({
    kind: 'stale',
    since: listedAt,
    reason: answerReason('serverSays', { detail: 'you cannot watch namespaces' }),
    retryAt: listedAt + 30_000,
    isEmpty: false,
    everyMs: 30_000,
  });
  source.names = ['b'];
  await clock.advance(30_000);
  expect(names()).toEqual(['b']);
  expect(collection.state).toMatchObject({ kind: 'stale', since: listedAt + 30_000 });
  await clock.advance(270_000);
  expect(source.requests).toBe(22);
  expect(kinds).not.toContain('live');
  collection.close();
});

test('an object that may be read and not watched is shown and read again every half minute', async () => {
  const { clock, source, services } = context();
  const { resource } = NAMESPACE_VIEW;
  const watch = new ObjectWatch({ resource, namespace: '', name: 'a' }, services);
  await clock.advance(1_000);
  expect(watch.object?.metadata.name).toBe('a');
  expect(watch.state).toMatchObject({
    kind: 'stale',
    reason: { message: 'you cannot watch namespaces' },
    everyMs: 30_000,
  });
  const firstReadAt = clock.now() - 1_000;
  await clock.advance(300_000);
  expect(source.requests).toBe(22);
  expect(watch.state).toMatchObject({ since: firstReadAt + 300_000 });
  watch.close();
});
