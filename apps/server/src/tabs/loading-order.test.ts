import { expect, test } from 'vitest';
import { BusyClock } from './test-busy-clock.ts';
import { NAMESPACE_LIST, Namespaces } from './test-namespaces.ts';
import { openTab } from './test-tab.ts';

const NAMES = Array.from({ length: 2_000 }, (_, i) => `n${i}`);

test('a list that is here for another reader is loading until its own rows are found: no frame says that it is live and how many match is not known', async () => {
  const clock = new BusyClock();
  const { told, say, close } = openTab({ c: new Namespaces(NAMES) }, clock);
  say({ type: 'subscribe', id: 1, query: NAMESPACE_LIST });
  await clock.advance(5_000);
  told.splice(0);
  clock.isBusy = true;
  say({ type: 'subscribe', id: 2, query: { ...NAMESPACE_LIST, filter: 'n19' } });
  await clock.advance(2_000);
  const frames = told.flatMap(message => (message.type === 'list' && message.id === 2 ? [message] : []));
  expect(frames[0]?.state).toEqual({ kind: 'loading', loaded: NAMES.length, total: NAMES.length });
  expect(frames[0]?.matched).toBeUndefined();
  const live = frames.find(({ state }) => state?.kind === 'live');
  expect(live?.matched).toBe(NAMES.filter(name => name.includes('n19')).length);
  close();
});
