import { expect, test } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Connection } from '../connection/connection.ts';
import { readAllRows } from './read-all-rows.ts';

const row = (name: string): WireRow => ({
  ...{ key: name, uid: name, namespace: '', name, createdAt: null, ownerUid: '' },
  cells: [],
});
const QUERY = {
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
};

/** A server with these rows; `between` happens before each window but the first. */
function serve(names: string[], between: () => void = () => {}, state: ListFrame['state'] = { kind: 'live' }) {
  const clock = new FakeClock();
  const progress: number[] = [];
  let open = 0;
  let last = -1;
  const stopped = new AbortController();
  const subscribe = (query: ListQuery, onFrame: (frame: ListFrame) => void) => {
    open += 1;
    const tell = ({ offset, limit, anchor }: Pick<ListQuery, 'offset' | 'limit' | 'anchor'>) => {
      const at = anchor === undefined ? -1 : names.indexOf(anchor);
      const first = Math.max(0, Math.min(at < 0 ? offset : at, names.length - 1));
      const rows = names.slice(first, first + limit).map(row);
      const place = first === last ? {} : { offset: first, ...(anchor === undefined ? {} : { anchor }) };
      last = first;
      // As the server does: the anchor is told where it was found or not; where not, the offset counted.
      const frame = {
        type: 'list',
        id: 1,
        matched: names.length,
        keys: rows.map(({ key }) => key),
        rows,
        ...place,
      } as const;
      queueMicrotask(() => onFrame(state === undefined ? frame : { ...frame, state }));
    };
    tell(query);
    return {
      update: (window: ListQuery) => {
        between();
        tell(window);
      },
      close: () => (open -= 1),
    };
  };
  const read = (most = 100_000) =>
    readAllRows({ subscribe } as unknown as Connection, QUERY, {
      ...{ clock, most, signal: stopped.signal },
      onProgress: count => progress.push(count),
    });
  return { read, clock, stopped, progress, open: () => open };
}

const named = (count: number) => Array.from({ length: count }, (_, i) => `p${String(i).padStart(5, '0')}`);

test('all rows, in order, each once; nothing stays open', async () => {
  const names = named(1_300);
  const { read, progress, open } = serve(names);
  const { rows, matched } = await read();
  expect([rows.map(({ name }) => name), matched]).toEqual([names, 1_300]);
  expect(progress).toEqual([500, 999, 1_300]);
  expect(open()).toBe(0);
});

test('no more than the bound, and how many there are', async () => {
  const { rows, matched } = await serve(named(1_300)).read(700);
  expect([rows.length, matched]).toEqual([700, 1_300]);
});

test('what goes before a window takes none of those behind it along', async () => {
  const names = named(1_600);
  const { read } = serve(names, () => names.splice(0, 30));
  const { rows } = await read();
  const taken = new Set(rows.map(({ name }) => name));
  expect(names.filter(name => !taken.has(name))).toEqual([]);
});

test('none, forbidden, silent and stopped end it', async () => {
  expect((await serve([]).read()).rows).toEqual([]);
  const forbidden = {
    kind: 'forbidden',
    verb: 'list',
    resource: 'pods',
    reason: { code: 'serverSays', params: { detail: 'no' }, message: 'no' },
  } as const;
  await expect(serve(named(3), undefined, forbidden).read()).rejects.toThrow('forbidden');
  const silent = serve(named(3), undefined, { kind: 'loading', loaded: 3, total: null });
  const reading = silent.read();
  const refused = expect(reading).rejects.toThrow('loading');
  await silent.clock.advance(20_000);
  await refused;
  const given = serve(named(3), undefined, { kind: 'loading', loaded: 3, total: null });
  const stopping = expect(given.read()).rejects.toThrow('stopped');
  given.stopped.abort();
  await stopping;
  expect(given.open()).toBe(0);
});
