import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { podSummary } from '@lanthorn/views/kinds/core/pod-summary.ts';
import { podStatus } from '@lanthorn/views/kinds/core/pods.ts';
import { embeddedWorld, realWorld, shellContainer, type StartedWorld } from '../../conformance/streams/stream-world.ts';
import { WORDED_PODS } from './worded-pods.ts';
import { hasRealNode, realNodeTitle } from './node-suite.ts';

// What a pod is called in lists and on pages, and what `kubectl get pods` calls it, of pods that really are so: all the while, as they begin,
// fail, wait and end. Both are read in one answer, so that they are of one moment.

const PLAY_MS = 600_000;
const LOOK_EVERY_MS = 300;
/** Until every pod was called what it has to be; the longest wait for a back-off. */
const LOOK_MS = { real: 100_000, embedded: 12_000 };

interface Difference {
  readonly pod: string;
  readonly kubectl: readonly unknown[];
  readonly lanthorn: readonly unknown[];
}

/** Every pod, in every state that was seen: as the server prints it and as Lanthorn does. */
async function look({ world }: StartedWorld, seen: Map<string, Set<string>>): Promise<Difference[]> {
  return (await world.printedPods()).flatMap(({ pod, cells: [, readyCell, statusCell, restartsCell] }) => {
    const name = pod.metadata.name ?? '';
    seen.set(name, (seen.get(name) ?? new Set()).add(asString(statusCell)));
    const { ready, total, restarts } = podSummary(pod);
    const lanthorn = [`${ready}/${total}`, podStatus(pod).status, String(restarts)];
    // How long ago that was changes meanwhile.
    const kubectl = [readyCell, statusCell, String(restartsCell).replace(/ \(.* ago\)/, '')];
    return kubectl.every((cell, i) => cell === lanthorn[i]) ? [] : [{ pod: name, kubectl, lanthorn }];
  });
}

describe.each<['real' | 'embedded', string, boolean, () => Promise<StartedWorld>]>([
  ['embedded', 'simulated nodes', true, embeddedWorld],
  ['real', realNodeTitle('a real node'), hasRealNode, realWorld],
])('%s: %s', (kind, _title, isThere, start) => {
  const seen = new Map<string, Set<string>>();
  const differences: Difference[] = [];
  let started: StartedWorld | null = null;
  const missing = () =>
    WORDED_PODS.flatMap(({ name, words }) => {
      const was = [...(seen.get(name) ?? [])];
      return words.filter(word => !was.includes(word)).map(word => `${name} was ${was.join(', ')}, never ${word}`);
    });

  beforeAll(async () => {
    if (!isThere) return;
    started = await start();
    const { world } = started;
    await world.schedule('every-minute', 'echo "at $(date +%s)"');
    // Some are a word for seconds alone: they are looked at while the others are made.
    for (const { name, wishes } of WORDED_PODS) {
      await world.make(name, wishes);
      differences.push(...(await look(started, seen)));
    }
    await world.run('leaving', {
      script: 'trap "" TERM; while true; do sleep 1; done',
      spec: { terminationGracePeriodSeconds: 15 },
    });
    await world.remove('leaving');
    const end = Date.now() + LOOK_MS[kind];
    while (Date.now() < end && missing().length > 0) {
      differences.push(...(await look(started, seen)));
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }, PLAY_MS);
  afterAll(() => started?.stop());

  test.skipIf(!isThere)('Lanthorn calls every pod what kubectl calls it, all the while', () => {
    expect(differences).toEqual([]);
    expect(seen.size).toBeGreaterThan(WORDED_PODS.length);
  });

  // Nothing is run on simulated nodes: what follows has nothing to be asked of there.
  if (kind === 'embedded') return;
  test.skipIf(!isThere)('pods were all that they can be', () => {
    expect(missing()).toEqual([]);
    expect(seen.get('leaving')).toContain('Terminating');
  });

  test.skipIf(!isThere)(
    'a CronJob runs its pod at its time',
    async () => {
      const { world } = started as StartedWorld;
      const run = async () => {
        const pods = (await world.printedPods()).map(({ pod }) => pod.metadata.name ?? '');
        const name = pods.find(pod => pod.startsWith('every-minute-'));
        return name === undefined ? '' : (await world.log(name)).body;
      };
      await expect.poll(run, { timeout: 90_000, interval: 500 }).toMatch(/^at \d+\n$/);
      const [, at] = /^at (\d+)/.exec(await run()) ?? [];
      // The pod of a busy machine is late, and never early.
      expect(Number(at) % 60).toBeLessThan(45);
    },
    100_000,
  );

  test.skipIf(!isThere)('what a process uses is measured', async () => {
    const { world } = started as StartedWorld;
    await world.run('busy', { script: 'while true; do :; done' });
    const used = async () => {
      const line = /pod_cpu_usage_seconds_total\{namespace="streams",pod="busy"\} (\S+)/;
      return Number(line.exec(await world.measured())?.[1] ?? 0);
    };
    await expect.poll(used, { timeout: 40_000, interval: 500 }).toBeGreaterThan(0.1);
  });

  test.skipIf(!isThere)(
    'a log that is followed has no gap where it is rotated; one that is read begins anew',
    async () => {
      const { world } = started as StartedWorld;
      const print = 'printf "%d %0400d\\n" $i 0';
      const script = `i=0; while [ $i -lt 1500 ]; do ${print}; i=$((i+1)); [ $((i % 25)) -eq 0 ] && sleep 0.2; done; sleep 3600`;
      await world.make('rotating', { spec: { containers: [shellContainer('main', script)] } });
      await world.until('rotating', 'runs', pod => getPath(pod, 'status', 'phase') === 'Running');
      const numbers = (said: string) =>
        said
          .split('\n')
          .filter(Boolean)
          .map(line => Number(line.split(' ')[0]));
      const followed = numbers(await world.followUntil('rotating', '1499 '));
      expect(followed).toEqual(Array.from({ length: 1500 }, (_, i) => i));
      const read = numbers((await world.log('rotating')).body);
      expect(read[0]).not.toBe(0);
    },
  );
});
