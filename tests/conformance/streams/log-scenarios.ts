import { asArray, asNumber, getPath } from '@lanthorn/base/json.ts';
import { BUSYBOX_IMAGE } from '../../real-cluster/node/node-image.ts';
import type { StreamScenario } from './stream-scenario.ts';
import { type Answer, NO_IMAGE, shellContainer, type StreamWorld } from './stream-world.ts';

// The log of a container as the API serves it, with each of its options and of containers of every state.

/** Has written three lines, two seconds apart, and runs. */
export const LOG_POD = 'lines';
export const LOG_END = 'third';
export const LOG_SCRIPT = 'echo first; sleep 2; echo second; sleep 2; echo third; sleep 3600';

const log = (title: string, query: Readonly<Record<string, string>>, pod = LOG_POD): StreamScenario => ({
  title,
  play: world => world.log(pod, query),
});

const restarts = (pod: unknown) =>
  asNumber(getPath(asArray(getPath(pod, 'status', 'containerStatuses'))[0], 'restartCount')) ?? 0;
const waits = (pod: unknown, reason: string) => JSON.stringify(pod).includes(`"reason":"${reason}"`);

/** A time as long as Go's, to the nanosecond where it is not over before. */
const STAMPED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /;

/** Each line without the time before it, and whether that is one. */
function stamped({ status, body }: Answer): unknown {
  const lines = body.split('\n').filter(Boolean);
  return { status, lines: lines.map(line => (STAMPED.test(line) ? `TIME ${line.replace(STAMPED, '')}` : line)) };
}

async function timeOf(world: StreamWorld, line: string): Promise<string> {
  const { body } = await world.log(LOG_POD, { timestamps: 'true' });
  return (
    body
      .split('\n')
      .find(text => text.endsWith(line))
      ?.split(' ')[0] ?? ''
  );
}

export const LOG_SCENARIOS: readonly StreamScenario[] = [
  log('all of it', {}),
  log('the last lines', { tailLines: '2' }),
  log('more lines than there are', { tailLines: '99' }),
  log('no line', { tailLines: '0' }),
  log('fewer lines than none', { tailLines: '-1' }),
  log('so many bytes', { limitBytes: '8' }),
  log('so many bytes of the last lines', { tailLines: '2', limitBytes: '8' }),
  log('no byte', { limitBytes: '0' }),
  log('since no time', { sinceSeconds: '0' }),
  log('since a time and since another', { sinceSeconds: '9', sinceTime: '2026-01-01T00:00:00Z' }),
  log('since long ago', { sinceTime: '2026-01-01T00:00:00Z' }),
  log('since a time that is to come', { sinceTime: '2099-01-01T00:00:00Z' }),
  log('since no time at all', { sinceTime: 'yesterday' }),
  log('lines that are no number', { tailLines: 'many' }),
  log('a container that is not there', { container: 'none' }),
  log('the run before, where there was none', { previous: 'true' }),
  log('a pod that is not there', {}, 'none'),
  log('several containers, none named', {}, 'pair'),
  log('only what went wrong', { stream: 'Stderr' }),
  log('a stream that nobody knows', { stream: 'Both' }),
  {
    title: 'times before the lines',
    play: async world => stamped(await world.log(LOG_POD, { timestamps: 'true' })),
  },
  {
    title: 'so many bytes, times among them',
    play: async world => {
      const { body } = await world.log(LOG_POD, { timestamps: 'true', limitBytes: '40' });
      return body.length;
    },
  },
  {
    title: 'since the second of a line',
    play: async world => {
      const second = (await timeOf(world, 'second')).replace(/\.\d+Z/, 'Z');
      return world.log(LOG_POD, { sinceTime: second });
    },
  },
  {
    title: 'since the very nanosecond of a line',
    play: async world => world.log(LOG_POD, { sinceTime: await timeOf(world, 'second') }),
  },
  {
    title: 'followed to the end of its container',
    play: async world => {
      const script = 'echo one; sleep 4; echo two; exit 3';
      await world.run('followed', { script, spec: { restartPolicy: 'Never' } });
      return world.log('followed', { follow: 'true' });
    },
  },
  {
    title: 'of a container that has ended',
    play: async world => {
      await world.make('done', { script: 'echo one; echo two; exit 3', spec: { restartPolicy: 'Never' } });
      await world.until('done', 'has ended', pod => getPath(pod, 'status', 'phase') === 'Failed');
      return { log: await world.log('done'), followed: await world.log('done', { follow: 'true' }) };
    },
  },
  {
    title: 'of a container that is started again and again',
    play: async world => {
      await world.make('again', { script: 'echo run; sleep 2; echo over; exit 4' });
      const ended = (pod: unknown) => restarts(pod) >= 1 && waits(pod, 'CrashLoopBackOff');
      for (;;) {
        const before = await world.until('again', 'has ended twice', ended);
        const told = { now: await world.log('again'), before: await world.log('again', { previous: 'true' }) };
        // Started again meanwhile: these were logs of different runs.
        const after = await world.until('again', 'is there', () => true);
        if (ended(after) && restarts(after) === restarts(before)) return told;
      }
    },
  },
  {
    title: 'of a container whose image is not there',
    play: async world => {
      const container = { name: 'main', image: 'lanthorn.test/none:1', imagePullPolicy: 'Never' };
      await world.make('imageless', { spec: { containers: [container] }, annotations: NO_IMAGE });
      await world.until('imageless', 'waits', pod => waits(pod, 'ErrImageNeverPull'));
      return { now: await world.log('imageless'), before: await world.log('imageless', { previous: 'true' }) };
    },
  },
  {
    title: 'of an init container, and of the container that waits for it',
    play: async world => {
      const spec = {
        initContainers: [shellContainer('prepare', 'echo prepared; sleep 6')],
        containers: [shellContainer('main', 'echo started; sleep 3600')],
      };
      await world.make('prepared', { spec });
      await world.until('prepared', 'prepares', pod =>
        JSON.stringify(getPath(pod, 'status', 'initContainerStatuses') ?? '').includes('"running"'),
      );
      const early = await world.log('prepared', { container: 'main' });
      await world.until('prepared', 'runs', pod => getPath(pod, 'status', 'phase') === 'Running');
      return { early, init: await world.log('prepared', { container: 'prepare' }), now: await world.log('prepared') };
    },
  },
  {
    title: 'of a container that was added',
    play: async world => {
      await world.run('debugged');
      const command = ['sh', '-c', 'echo looking; exit 0'];
      await world.debug('debugged', { name: 'look', image: BUSYBOX_IMAGE, imagePullPolicy: 'Never', command });
      await world.until('debugged', 'was looked at', pod =>
        JSON.stringify(getPath(pod, 'status', 'ephemeralContainerStatuses')).includes('"terminated"'),
      );
      return world.log('debugged', { container: 'look' });
    },
  },
];
