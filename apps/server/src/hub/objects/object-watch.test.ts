import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';
import { ObjectWatch } from './object-watch.ts';

/** Answers every request with the same status. */
function watchAt(status: number) {
  const clock = new FakeClock();
  const source: ApiSource = {
    send: (_request: ApiRequest) => {
      async function* body() {
        yield JSON.stringify({ kind: 'Status', code: status, message: 'no' });
      }
      return Promise.resolve({ status, headers: {}, warnings: [], body: body() });
    },
  };
  const boundary = new Boundary('object', { clock, faults: THROWN_ON });
  const services = { source, time: new ClusterClock(clock), boundary, random: seededRandom(1) };
  return { clock, watch: new ObjectWatch({ resource: NAMESPACE_VIEW.resource, namespace: '', name: 'a' }, services) };
}

test.each([
  [403, 'forbidden'],
  [500, 'stale'],
])(
  'after %i it is not known whether there is such an object: it is not said that there is none',
  async (status, kind) => {
    const { clock, watch } = watchAt(status);
    await clock.advance(1_000);
    expect(watch.state.kind).toBe(kind);
    expect(watch.object).toBeUndefined();
    watch.close();
  },
);

test('after 404 it is known that there is none', async () => {
  const { clock, watch } = watchAt(404);
  expect(watch.object).toBeUndefined();
  await clock.advance(1_000);
  expect([watch.state.kind, watch.object]).toEqual(['live', null]);
  watch.close();
});
