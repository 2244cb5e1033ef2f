import { expect, test } from 'vitest';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { clusterOrder } from './cluster-order.ts';

const info = (name: string, change: Partial<ClusterInfo> = {}): ClusterInfo => ({
  name,
  isDemo: false,
  server: 'https://one.example',
  user: 'admin',
  namespace: '',
  problem: null,
  ...change,
});
const names = (order: ReturnType<typeof clusterOrder>) =>
  [order.recent, order.others].map(all => all.map(one => one.name));

test('those that were looked at last come first, without those that are gone; the others as the files have them', () => {
  const clusters = ['c', 'a', 'b'].map(name => info(name));
  expect(names(clusterOrder(clusters, ['b', 'gone'], ''))).toEqual([['b'], ['c', 'a']]);
});

test('a text finds by name, server and user, the nearest name first, recent or not', () => {
  const clusters = [
    info('shop-eu'),
    info('other', { server: 'https://eu.example' }),
    info('eu-west', { user: 'eu' }),
    info('us'),
  ];
  expect(names(clusterOrder(clusters, ['us'], 'EU'))).toEqual([[], ['eu-west', 'shop-eu', 'other']]);
  expect(names(clusterOrder(clusters, [], 'eu west'))).toEqual([[], ['eu-west']]);
  expect(names(clusterOrder(clusters, [], 'nowhere'))).toEqual([[], []]);
});
