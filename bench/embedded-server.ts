import { setMaxListeners } from 'node:events';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../apps/cluster/src/container/system/system-clock.ts';

// What the embedded API server itself does in a second, in process, ownership of fields kept: `npm run bench:embedded`.

const PODS = 100_000;
const SMALL = 20_000;
const LISTS = 40;
const WATCHERS = 50;
const WRITES = 4_000;
/** Writes between two turns of the event loop, in which watchers read. */
const BURST = 20;

const server = new ApiServer({ clock: systemClock, random: seededRandom(1) });
const source = server.as({ username: 'bench', groups: [MASTERS_GROUP] });
const maps = '/api/v1/namespaces/default/configmaps';
const stop = new AbortController();
setMaxListeners(0, stop.signal);

async function ask(
  method: ApiRequest['method'],
  path: string,
  body?: object,
  type = 'application/json',
): Promise<void> {
  const headers = { 'content-type': type, 'user-agent': 'bench/1' };
  const response = await source.send({
    method,
    path,
    headers,
    ...(method === 'GET' ? { query: { limit: '500' } } : {}),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status >= 300) throw new Error(await readBody(response));
  await readBody(response);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

async function times(count: number, work: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i++) await work(i);
}

const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

function tell(what: string, measured: string, budget: string): void {
  console.log(`| ${what} | ${measured} | ${budget} |`);
}

console.log('| what | measured | budget |\n|---|---|---|');
const spec = { containers: [{ name: 'c', image: 'registry.example/app:1' }] };
const creating = await seconds(() =>
  times(PODS, i =>
    ask('POST', '/api/v1/namespaces/default/pods', {
      metadata: { name: `p${i}`, labels: { app: `a${i % 50}` } },
      spec,
    }),
  ),
);
tell(`${PODS.toLocaleString('en')} pods created`, `${creating.toFixed(1)} s`, '30 s');
const lists: number[] = [];
await times(LISTS, async () => void lists.push(await seconds(() => ask('GET', '/api/v1/pods'))));
const median = lists.toSorted((a, b) => a - b)[LISTS / 2] ?? 0;
tell('a LIST of 500 pods, median', `${(median * 1_000).toFixed(1)} ms`, '15 ms');
const before = heap();
await times(SMALL, i => ask('POST', maps, { metadata: { name: `m${i}` }, data: { a: '1' } }));
tell('memory of a small object', `${((heap() - before) / SMALL / 1_024).toFixed(1)} KB`, '3 KB');

let seen = 0;
const version = String(server.storage.revision);
for (let i = 0; i < WATCHERS; i++) void watch();
async function watch(): Promise<void> {
  const query = { watch: '1', resourceVersion: version };
  const response = await source.send({ method: 'GET', path: maps, query }, stop.signal);
  for await (const chunk of response.body) seen += chunk.split('\n').length - 1;
}
const watching = await seconds(async () => {
  await times(WRITES, async i => {
    await ask('PATCH', `${maps}/m${i}`, { data: { a: '2' } }, 'application/merge-patch+json');
    if (i % BURST === 0) await systemClock.nextTurn();
  });
  while (seen < WRITES * WATCHERS) await systemClock.nextTurn();
});
tell(
  `events to each of ${WATCHERS} watchers`,
  `${Math.round(WRITES / watching).toLocaleString('en')} a second`,
  '2,000 a second',
);
stop.abort();
