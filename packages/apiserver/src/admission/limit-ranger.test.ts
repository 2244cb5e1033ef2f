import { expect, test } from 'vitest';
import { Storage } from '../storage/storage.ts';
import { LimitRanger } from './limit-ranger.ts';

test('a limit that is exactly so many times its request is within the ratio, and no thousandth more is', () => {
  const storage = new Storage();
  const limits = [{ type: 'Container', maxLimitRequestRatio: { cpu: '3' } }];
  storage.put('limitranges.v1.', 'n/range', { metadata: { namespace: 'n', name: 'range' }, spec: { limits } });
  const ranger = new LimitRanger(storage);
  const said = (request: number, limit: number) => {
    const resources = { requests: { cpu: `${request}m` }, limits: { cpu: `${limit}m` } };
    return ranger.check('pods', { metadata: { namespace: 'n' }, spec: { containers: [{ name: 'c', resources }] } });
  };
  for (let milli = 1; milli <= 2_000; milli++) {
    expect([milli, said(milli, 3 * milli)]).toEqual([milli, []]);
    expect(said(milli, 3 * milli + 1)).toHaveLength(1);
  }
});
