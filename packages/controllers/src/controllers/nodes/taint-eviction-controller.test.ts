import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { startControllers } from '../../controller-manager.ts';

const MERGE = { 'content-type': 'application/merge-patch+json' };
const PODS = '/api/v1/namespaces/default/pods';

/** Two nodes that are ready, and pods on the first of them. */
async function cluster(tolerations: Readonly<Record<string, readonly JsonObject[]>>) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  const send = async (method: ApiRequest['method'], path: string, body?: unknown) => {
    const headers = method === 'PATCH' ? MERGE : {};
    const answer = await source.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(await readBody(answer)) as JsonObject;
  };
  const ready = (name: string, status: string) =>
    send('PATCH', `/api/v1/nodes/${name}/status`, {
      status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: formatTime(clock.now()) }] },
    });
  for (const name of ['first', 'second']) {
    await send('POST', '/api/v1/nodes', { metadata: { name } });
    await ready(name, 'True');
  }
  for (const [name, own] of Object.entries(tolerations)) {
    const spec = { nodeName: 'first', tolerations: own, containers: [{ name: 'c', image: 'i:1' }] };
    await send('POST', PODS, { metadata: { name }, spec });
  }
  const after = async (seconds: number) => {
    for (let i = 0; i < seconds; i += 5) await clock.advance(5_000);
    return Object.fromEntries(
      asArray((await send('GET', PODS))['items']).map(pod => [
        asString(getPath(pod, 'metadata', 'name')),
        getPath(pod, 'metadata', 'deletionTimestamp') === undefined ? 'there' : 'ending',
      ]),
    );
  };
  const reasons = async () =>
    asArray((await send('GET', '/api/v1/namespaces/default/events'))['items'])
      .filter(event => getPath(event, 'reason') === 'TaintManagerEviction')
      .map(event => getPath(event, 'message'));
  return { send, ready, after, reasons, stop: () => stop.abort() };
}

const tolerated = { key: 'a', operator: 'Exists', effect: 'NoExecute' };
const taint = (...taints: readonly JsonObject[]) => ({ spec: { taints } });
const TAINT = { key: 'a', effect: 'NoExecute' };

test('a taint takes the pods that do not tolerate it, each when it is due; what is taken back in time takes none', async () => {
  const { send, after, reasons, stop } = await cluster({
    never: [tolerated],
    late: [{ ...tolerated, tolerationSeconds: 60 }],
    later: [{ ...tolerated, tolerationSeconds: 600 }],
    once: [],
  });
  expect(await after(20)).toEqual({ never: 'there', late: 'there', later: 'there', once: 'there' });
  await send('PATCH', '/api/v1/nodes/first', taint(TAINT));
  expect(await after(20)).toEqual({ never: 'there', late: 'there', later: 'there' });
  expect(await after(60)).toEqual({ never: 'there', later: 'there' });
  await send('PATCH', '/api/v1/nodes/first', { spec: { taints: null } });
  expect(await after(700)).toEqual({ never: 'there', later: 'there' });
  // By their names.
  expect(await reasons()).toEqual([
    'Marking for deletion Pod default/late',
    'Cancelling deletion of Pod default/later',
    'Marking for deletion Pod default/once',
  ]);
  stop();
});

test('a silent node loses its pods after five minutes, and they end when it answers again; where no node is well, all stay', async () => {
  const { send, ready, after, stop } = await cluster({ p: [] });
  const taintsOf = async () =>
    asArray(getPath(await send('GET', '/api/v1/nodes/first'), 'spec', 'taints')).map(entry => getPath(entry, 'effect'));
  expect(await after(20)).toEqual({ p: 'there' });
  await ready('first', 'Unknown');
  expect(await after(280)).toEqual({ p: 'there' });
  expect(await taintsOf()).toEqual(['NoSchedule', 'NoExecute']);
  expect(await after(60)).toEqual({ p: 'ending' });
  expect(await after(300)).toEqual({ p: 'ending' });
  await ready('first', 'True');
  expect(await after(20)).toEqual({});
  await ready('second', 'False');
  await ready('first', 'False');
  await after(10);
  expect(await taintsOf()).toEqual(['NoSchedule']);
  stop();
});
