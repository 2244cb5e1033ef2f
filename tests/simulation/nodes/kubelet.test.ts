import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { CancelSource, sleep } from '@lanthorn/base/clock.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startKubelet } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

const POD = '/api/v1/namespaces/default/pods/one';

/** A kubelet whose requests the test may hold up or lose, and the one pod it starts. */
async function startOne(
  through: (request: ApiRequest, send: ApiSource['send'], clock: FakeClock) => ReturnType<ApiSource['send']>,
  isOwn?: (node: string) => boolean,
) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const source: ApiSource = {
    send: (request, signal) => through(request, later => admin.send(later, signal), clock),
  };
  const stop = new AbortController();
  await startKubelet(
    { source, clock, random, logger: silentLogger, signal: stop.signal },
    isOwn === undefined ? {} : { isOwn },
  );
  const containers = [{ name: 'main', image: 'registry.example/app:1' }];
  server.load('pods.v1.', {
    metadata: { name: 'one', namespace: 'default', uid: 'one' },
    spec: { nodeName: 'n', containers },
  });
  for (let second = 0; second < 40; second++) await clock.advance(1_000);
  const pod: unknown = JSON.parse(await readBody(await admin.send({ method: 'GET', path: POD })));
  stop.abort();
  return { phase: getPath(pod, 'status', 'phase') };
}

const isReport = ({ method, body }: ApiRequest, word: string) => method === 'PATCH' && body?.includes(word) === true;

test('a kubelet tells again what the API server did not take', async () => {
  const lost: string[] = [];
  const { phase } = await startOne((request, send) => {
    if (!isReport(request, '"running"') || lost.length >= 2) return send(request);
    lost.push(request.path);
    return Promise.reject(new Error('connection reset'));
  });
  expect(lost).toEqual([`${POD}/status`, `${POD}/status`]);
  expect(phase).toBe('Running');
});

test('pods of a node that has a kubelet of its own are left to it', async () => {
  const { phase } = await startOne(
    (request, send) => send(request),
    node => node !== 'n',
  );
  expect(phase).not.toBe('Running');
});

test('an older report of a kubelet does not arrive after a newer one', async () => {
  const arrived: string[] = [];
  const { phase } = await startOne(async (request, send, clock) => {
    if (isReport(request, 'ContainerCreating')) {
      // The container starts after 2.5 s at most.
      await sleep(clock, 5_000, new CancelSource());
      arrived.push('ContainerCreating');
    } else if (isReport(request, '"running"')) arrived.push('running');
    return send(request);
  });
  expect(arrived).toEqual(['ContainerCreating', 'running']);
  expect(phase).toBe('Running');
});
