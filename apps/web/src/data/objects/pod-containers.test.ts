import { describe, expect, test } from 'vitest';
import { isWork, readContainers, readEnds, runOf, shownContainer } from './pod-containers.ts';

const running = (name: string, startedAt: string) => ({ name, state: { running: { startedAt } } });
const waiting = (name: string) => ({ name, state: { waiting: { reason: 'PodInitializing' } } });
const POD = {
  metadata: { annotations: {} as Record<string, string> },
  spec: {
    containers: [{ name: 'app' }, { name: 'istio-proxy' }],
    initContainers: [{ name: 'migrate' }],
    ephemeralContainers: [{ name: 'debug' }],
  },
  status: { containerStatuses: [running('app', 't1'), running('istio-proxy', 't2')] } as Record<string, unknown>,
};

describe('the container that is meant', () => {
  test.each([
    ['the first one', POD, 'app'],
    [
      'the one the annotation names',
      { ...POD, metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'istio-proxy' } } },
      'istio-proxy',
    ],
    [
      'the first one where the annotation names none',
      { ...POD, metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'gone' } } },
      'app',
    ],
    [
      'an init container that is run first',
      { ...POD, status: { containerStatuses: [waiting('app')], initContainerStatuses: [running('migrate', 't0')] } },
      'migrate',
    ],
    [
      'an init container that fails',
      {
        ...POD,
        status: {
          containerStatuses: [waiting('app')],
          initContainerStatuses: [
            {
              name: 'migrate',
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { startedAt: 't0', exitCode: 1 } },
            },
          ],
        },
      },
      'migrate',
    ],
    [
      'an init container, not a sidecar that has started before it',
      {
        spec: {
          containers: [{ name: 'app' }],
          initContainers: [{ name: 'mesh', restartPolicy: 'Always' }, { name: 'migrate' }],
        },
        status: {
          containerStatuses: [waiting('app')],
          initContainerStatuses: [{ ...running('mesh', 't0'), started: true }, running('migrate', 't1')],
        },
      },
      'migrate',
    ],
    ['none of an empty pod', {}, ''],
  ])('%s', (_what, pod, expected) => {
    expect(shownContainer(pod)).toBe(expected);
  });
});

test('debug containers are offered', () => {
  expect(readContainers(POD).map(({ name }) => name)).toEqual(['app', 'istio-proxy', 'migrate', 'debug']);
});

test('a sidecar does the work of its pod, though it stands among the init containers', () => {
  const initContainers = [{ name: 'mesh', restartPolicy: 'Always' }, { name: 'migrate' }];
  const all = readContainers({ spec: { ...POD.spec, initContainers } });
  expect(all.filter(isWork).map(({ name }) => name)).toEqual(['app', 'istio-proxy', 'mesh']);
});

test('a run is told by its start, and a waiting container by the run before', () => {
  expect(runOf(POD, 'app')).toBe('t1');
  expect(runOf({ ...POD, status: { containerStatuses: [waiting('app')] } }, 'app')).toBe('');
  const crashed = { name: 'app', state: { waiting: {} }, lastState: { terminated: { startedAt: 't0' } } };
  expect(runOf({ ...POD, status: { containerStatuses: [crashed] } }, 'app')).toBe('t0');
});

test('of a container that waits to be started again its last run is the one whose log is read, previous or not', () => {
  const ended = (exitCode: number) => ({ terminated: { exitCode, reason: 'Error' } });
  const ends = (state: unknown) =>
    readEnds({ status: { containerStatuses: [{ name: 'app', state, lastState: ended(3) }] } }, 'app');
  const end = (exitCode: number) => ({ exitCode, reason: 'Error', startedAt: '', at: '' });
  expect(ends({ running: {} })).toEqual({ last: null, previous: end(3), before: end(3) });
  expect(ends(ended(4))).toEqual({ last: end(4), previous: end(3), before: end(3) });
  expect(ends({ waiting: { reason: 'CrashLoopBackOff' } })).toEqual({ last: end(3), previous: end(3), before: null });
});
