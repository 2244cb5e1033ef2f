import { afterEach, expect, test } from 'vitest';
import { NAMESPACE_LIST, Namespaces } from './test-namespaces.ts';
import { openTab } from './test-tab.ts';

const NAMES = Array.from({ length: 300 }, (_, i) => `n${(i * 7919) % 1_000}`);

let close = () => {};
afterEach(() => close());

test('each letter that is typed or taken back shows what a list opened with that filter shows, and so after a change', async () => {
  const cluster = new Namespaces(NAMES);
  const { clock, told, say, close: end } = openTab({ c: cluster });
  close = end;
  let keys: readonly string[] = [];
  const shown = async (filter: string) => {
    say({ type: 'update', id: 1, change: { filter } });
    await clock.advance(500);
    for (const message of told.splice(0))
      if (message.type === 'list' && message.keys !== undefined) ({ keys } = message);
    return keys;
  };
  const expected = (filter: string, more: readonly string[] = []) =>
    [...NAMES, ...more].filter(name => name.includes(filter)).toSorted();
  say({ type: 'subscribe', id: 1, query: NAMESPACE_LIST });
  await clock.advance(2_000);
  for (const filter of ['7', '79', '791', '79', '7', '17', '1', ''])
    expect(await shown(filter), filter).toEqual(expected(filter));
  await shown('7');
  cluster.say('ADDED', 'new-7');
  await clock.advance(500);
  await shown('77');
  expect(await shown('7')).toEqual(expected('7', ['new-7']));
});
