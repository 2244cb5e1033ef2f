import { afterEach, expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { openTab } from './test-tab.ts';

const LIST = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'namespaces' },
  namespaces: [],
  filter: '',
  sort: [{ column: 'age', descending: false }],
  offset: 0,
  limit: 500,
  hold: false,
};
const NAMES = Array.from({ length: 300 }, (_, i) => `n${(i * 7919) % 1_000}`);

let tell: (line: string) => void = () => {};
const objectOf = (name: string, i: number) => ({
  metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: new Date(i * 60_000).toISOString() },
  status: { phase: 'Active' },
});

async function* watch() {
  for (;;)
    yield await new Promise<string>(resolve => {
      tell = resolve;
    });
}

async function* listed() {
  yield JSON.stringify({ metadata: { resourceVersion: '1' }, items: NAMES.map(objectOf) });
}

const send = async ({ query }: ApiRequest) => ({
  status: 200,
  headers: {},
  warnings: [],
  body: query?.['watch'] === '1' ? watch() : listed(),
});

let close = () => {};
afterEach(() => close());

test('each letter that is typed or taken back shows what a list opened with that filter shows, and so after a change', async () => {
  const { clock, told, say, close: end } = openTab({ c: { send } });
  close = end;
  const keys = new Map<number, readonly string[]>();
  const read = () => {
    for (const message of told.splice(0))
      if (message.type === 'list' && message.keys !== undefined) keys.set(message.id, message.keys);
  };
  say({ type: 'subscribe', id: 1, query: LIST });
  await clock.advance(2_000);
  const expected = (filter: string, extra: readonly string[] = []) =>
    [...extra, ...NAMES.toReversed()].filter(name => name.includes(filter));
  for (const filter of ['7', '79', '791', '79', '7', '17', '1', '']) {
    say({ type: 'update', id: 1, change: { filter } });
    await clock.advance(500);
    read();
    expect(keys.get(1), filter).toEqual(expected(filter));
  }
  say({ type: 'update', id: 1, change: { filter: '7' } });
  await clock.advance(500);
  tell(`${JSON.stringify({ type: 'ADDED', object: objectOf('new-7', 1_000) })}\n`);
  await clock.advance(500);
  say({ type: 'update', id: 1, change: { filter: '77' } });
  await clock.advance(500);
  say({ type: 'update', id: 1, change: { filter: '7' } });
  await clock.advance(500);
  read();
  expect(keys.get(1)).toEqual(expected('7', ['new-7']));
});
