import { expect, test } from 'vitest';
import { shellLine } from './action.ts';
import { kubectlKind, kubectlLine } from './change-request.ts';

test.each([
  [['kubectl', '--context=a@b', 'x_1/y:z,w%+.'], 'kubectl --context=a@b x_1/y:z,w%+.'],
  [['a b'], "'a b'"],
  [['$HOME', ''], "'$HOME' ''"],
  [["it's"], `'it'\\''s'`],
  [['a;'], "'a;'"],
  [[';a'], "';a'"],
])('a shell reads %j back as it was', (words, line) => {
  expect(shellLine(words)).toBe(line);
});

test('kubectl is told where: an object of the cluster has no namespace', () => {
  expect(kubectlLine({ namespace: 'n' }, 'my cluster', ['get'])).toBe(
    "kubectl '--context=my cluster' --namespace=n get",
  );
  expect(kubectlLine({ namespace: '' }, 'c', ['get'])).toBe('kubectl --context=c get');
});

test('a kind is named as kubectl takes it', () => {
  const resource = (group: string, name: string) => ({ group, version: 'v1', resource: name });
  expect(kubectlKind(resource('batch', 'cronjobs'))).toBe('cronjob');
  expect(kubectlKind(resource('flink.example.org', 'jobs'))).toBe('jobs.flink.example.org');
});
