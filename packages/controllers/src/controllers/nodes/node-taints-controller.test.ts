import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { startControllers } from '../../controller-manager.ts';

test('whether pods go from a node that is not ready follows whether any other is, as that changes', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const source = new ApiServer({ clock, random }).as({ username: 'admin', groups: [MASTERS_GROUP] });
  await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  const send = async (method: ApiRequest['method'], path: string, body?: unknown): Promise<unknown> => {
    const headers = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    return JSON.parse(await readBody(await source.send({ method, path, headers, ...given })));
  };
  const say = async (name: string, status: string) => {
    await send('PATCH', `/api/v1/nodes/${name}/status`, {
      status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: formatTime(clock.now()) }] },
    });
    await clock.advance(1_000);
  };
  const effects = async (name: string) =>
    asArray(getPath(await send('GET', `/api/v1/nodes/${name}`), 'spec', 'taints')).map(taint =>
      asString(getPath(taint, 'effect')),
    );
  for (const name of ['first', 'second']) {
    await send('POST', '/api/v1/nodes', { metadata: { name } });
    await say(name, 'True');
  }
  await say('first', 'False');
  expect(await effects('first')).toEqual(['NoSchedule', 'NoExecute']);
  await say('second', 'False');
  expect(await effects('first')).toEqual(['NoSchedule']);
  await say('second', 'True');
  expect(await effects('first')).toEqual(['NoSchedule', 'NoExecute']);
  stop.abort();
});
