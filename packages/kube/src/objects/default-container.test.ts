import { expect, test } from 'vitest';
import { defaultContainer } from './default-container.ts';

const named = (container: string) => ({
  metadata: { annotations: { 'kubectl.kubernetes.io/default-container': container } },
});

test.each<readonly [string, unknown, readonly string[], string | undefined]>([
  ['the first where none is said to be', { metadata: {} }, ['app', 'proxy'], 'app'],
  ['the one that is said to be', named('proxy'), ['app', 'proxy'], 'proxy'],
  ['the first where the pod has no such', named('gone'), ['app', 'proxy'], 'app'],
  ['the first where none is named', named(''), ['app', 'proxy'], 'app'],
  ['none where there is none', named('app'), [], undefined],
  ['the first of what is no pod', null, ['app'], 'app'],
])('%s', (_title, pod, names, meant) => expect(defaultContainer(pod, names)).toBe(meant));
