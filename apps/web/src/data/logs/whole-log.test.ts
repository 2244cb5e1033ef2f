import { expect, test } from 'vitest';
import { wholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import { wholeLogFiles } from './whole-log.ts';

const HOW = { previous: false, timestamps: true, since: undefined, until: undefined, name: 'pods' };
const of = (cluster: string, pod: string, namespace = 'n') => ({ cluster, namespace, pod, container: 'app' });
const askedOf = (href: string) =>
  wholeLogQuery.parse(Object.fromEntries(new URL(href, 'http://localhost').searchParams)).containers;

test('the logs of several clusters are a file of each, which tells the cluster', () => {
  const files = wholeLogFiles({
    ...HOW,
    containers: [of('prod,eu', 'a'), of('lab', 'b'), of('prod,eu', 'c', 'other')],
  });
  expect(files?.map(({ name }) => name)).toEqual(['pods-1-prod_eu.log', 'pods-2-lab.log']);
  expect(files?.map(({ href }) => askedOf(href))).toEqual(['a/app,other/c/app', 'b/app']);
});

test('those of one cluster are one file; of nothing there is none, and more clusters than files are handed out at once are told apart from it', () => {
  expect(wholeLogFiles({ ...HOW, containers: [of('c', 'a')] })?.map(({ name }) => name)).toEqual(['pods.log']);
  expect(wholeLogFiles({ ...HOW, containers: [] })).toEqual([]);
  expect(wholeLogFiles({ ...HOW, containers: ['1', '2', '3', '4', '5'].map(name => of(name, 'a')) })).toBeNull();
});
