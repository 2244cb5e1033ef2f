import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { type LogAnswer, logQuery } from '@lanthorn/protocol/http/history-messages.ts';
import { memoryHistory } from '../../history/memory/memory-history.ts';
import { operation, outcome, stepped } from '../../history/test-records.ts';
import { OWNER } from '../../upstream/identity.ts';
import { OperationLog } from './operation-log.ts';

async function logOf(operations: readonly Operation[]) {
  const clock = new FakeClock();
  const { operations: store } = memoryHistory({ keepRuns: 1 });
  for (const each of operations) await store.begin(each);
  const journal = { findLive: () => undefined, find: (id: string) => store.operation(id) };
  const log = new OperationLog({ journal, store, clock });
  const search = (filter: string, after?: string) =>
    log.search(OWNER, { cluster: 'c', filter, ...(after === undefined ? {} : { after }) });
  return { store, search };
}
const namesIn = ({ entries }: Pick<LogAnswer, 'entries'>) => entries.map(({ entry }) => entry.target.name);

test('is filtered as lists are: by who, what, why, object, result and age, and by words', async () => {
  const scale = operation('2', { kind: 'workload.scale', names: ['web', 'api'], startedAt: 300 });
  const { search } = await logOf([
    operation('1', { startedAt: 200 }),
    { ...scale, user: 'ada', reason: 'ticket 7: sale' },
    operation('3', { startedAt: 100, names: ['old'], phase: 'failed' }),
  ]);
  expect(namesIn(await search(''))).toEqual(['web', 'api', 'a', 'old']);
  expect(namesIn(await search('user=ada name:web'))).toEqual(['web']);
  expect(namesIn(await search('action:scale -name:web'))).toEqual(['api']);
  expect(namesIn(await search('who=ada what:scale name:web'))).toEqual(['web']);
  expect(namesIn(await search('reason:"ticket 7"'))).toEqual(['web', 'api']);
  expect(namesIn(await search('result=failed'))).toEqual(['old']);
  expect(namesIn(await search('SALE api'))).toEqual(['api']);
  expect(namesIn(await search('kind=cronjobs.batch ns:n result=seen'))).toEqual(['web', 'api', 'a']);
  expect((await search('nothing:is')).filterError).toEqual({ code: 'unknownField', detail: 'nothing', position: 0 });
});

test('says the request and what it changed, and nothing of other clusters', async () => {
  const done = operation('1');
  const { store, search } = await logOf([done]);
  await store.saveTarget(stepped(done, 0, {}), 0, {
    ...outcome(true),
    request: { method: 'PATCH', path: '/x', body: '{}' },
  });
  const { entries } = await search('');
  expect(entries[0]?.request).toEqual({ method: 'PATCH', path: '/x', body: '{}' });
  expect(entries[0]?.changes).toEqual(outcome(true).changes);
  const elsewhere = {
    ...done,
    id: '2',
    targets: done.targets.map(each => ({ ...each, target: { ...each.target, cluster: 'd' } })),
  };
  await store.begin(elsewhere);
  expect((await search('')).entries).toHaveLength(1);
});

test('goes on where the answer before ended, also in the middle of an operation, and ends', async () => {
  const names = Array.from({ length: 130 }, (_, i) => `n${i}`);
  const many = Array.from({ length: 90 }, (_, i) => operation(`m${i}`, { startedAt: 50 }));
  const { search } = await logOf([operation('1', { names }), ...many]);
  const first = await search('');
  const second = await search('', first.next ?? '');
  const third = await search('', second.next ?? '');
  expect([first, second, third].map(({ entries }) => entries.length)).toEqual([100, 100, 20]);
  expect(third.next).toBeNull();
  const told = [first, second, third].flatMap(({ entries }) =>
    entries.map(({ operation: of, index }) => `${of.id}/${index}`),
  );
  expect(new Set(told).size).toBe(220);
});

test('what is large in a change is left out, and said to be', async () => {
  const done = operation('1');
  const { store, search } = await logOf([done]);
  const small = { path: 'a', before: 1, after: 2 };
  const changes = [small, { path: 'data.x', before: 'x'.repeat(20_000), after: 'y' }, small];
  await store.saveTarget(stepped(done, 0, {}), 0, { ...outcome(true), changes });
  const { entries } = await search('');
  expect(entries[0]?.changes).toEqual([small, { path: 'data.x', before: '…', after: '…' }]);
});

test('goes on behind a time that is a fraction of a millisecond, as a cluster tells it', async () => {
  const names = Array.from({ length: 130 }, (_, i) => `n${i}`);
  const { search } = await logOf([operation('1', { names, startedAt: 1_759_000_000_670.324 })]);
  const { next } = await search('');
  expect(logQuery.safeParse({ cluster: 'c', filter: '', after: next }).success).toBe(true);
  expect((await search('', next ?? '')).entries).toHaveLength(30);
});

test('looks at so much at a time, and says where it stopped though it found nothing', async () => {
  const names = Array.from({ length: 900 }, (_, i) => `n${i}`);
  const { search } = await logOf(Array.from({ length: 7 }, (_, i) => operation(`${i}`, { names, startedAt: i })));
  const first = await search('name=absent');
  expect([first.entries.length, first.searched]).toEqual([0, 5_000]);
  const second = await search('name=absent', first.next ?? '');
  expect([second.searched, second.next]).toEqual([1_300, null]);
});
