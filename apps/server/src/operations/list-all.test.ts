import { expect, test } from 'vitest';
import type { Cluster } from '../upstream/cluster.ts';
import { listAll } from './list-all.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Lists so many pages of one pod each. */
function list(pages: number) {
  let asked = 0;
  const send = async () => {
    asked++;
    const metadata = asked < pages ? { continue: String(asked) } : {};
    const text = JSON.stringify({ items: [{ metadata: { name: `p${asked}` } }], metadata });
    return {
      ...{ status: 200, headers: {}, warnings: [] },
      body: (async function* () {
        yield text;
      })(),
    };
  };
  const cluster = { source: { send } } as unknown as Cluster;
  return listAll(cluster, PODS, { slim: pod => pod, clock: { nextTurn: async () => {} } });
}

test('all pages are read, and of a list that does not end no part is taken for the whole', async () => {
  expect((await list(3)).map(({ metadata }) => metadata.name)).toEqual(['p1', 'p2', 'p3']);
  await expect(list(Infinity)).rejects.toThrow('does not end');
});
