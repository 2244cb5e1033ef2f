import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { must } from '@lanthorn/base/assert.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { TERMINAL_CHANNEL } from '@lanthorn/protocol/streams.ts';
import { CHANNEL, Conversation, StreamClient, V5 } from '../../tests/conformance/streams/stream-client.ts';
import { eventually, startCluster, startRelease } from '../../tests/e2e/harness.ts';
import { root } from '../instruments/processes.ts';
import { waitedForCoreMs } from '../instruments/process-cpu.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';
import { StreamTab } from '../instruments/stream-tab.ts';
import { pageEcho } from './page-echo.ts';

const KEYS = 300;
const KEY_EVERY_MS = 30;
const FLOOD = `x=yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; while true; do echo $x$x$x$x$x$x$x$x; done\n`;
const FLOODED = 1;
const TYPED = 2;
const SETTLE_MS = 3_000;

/** How long a key takes to come back from a shell through Lanthorn, beside a client that asks the API server itself, while another shell of the tab floods. */
export async function echo(): Promise<void> {
  const cluster = await startCluster('bench', { isBare: true, nodes: 1 });
  const path = '/api/v1/namespaces/default/pods';
  await cluster.other('POST', path, {
    metadata: { name: 'box' },
    spec: { containers: [{ name: 'main', image: 'i' }] },
  });
  const phase = async () => getPath((await cluster.other('GET', `${path}/box`)).body, 'status', 'phase');
  await eventually(async () => (await phase()) === 'Running', 'the pod runs', 60_000);
  const lanthorn = await startRelease(join(root, 'dist'), '--port', '0', '--kubeconfig', cluster.kubeconfig);
  const tab = await StreamTab.open(lanthorn.url);
  let flooded = 0;
  let hear = () => {};
  tab.onFrame = ({ id, channel, bytes }) => {
    if (channel !== TERMINAL_CHANNEL.output) return;
    if (id === FLOODED) flooded += bytes.length;
    else hear();
  };
  for (const id of [FLOODED, TYPED])
    tab.say({
      ...{ type: 'open', id },
      query: {
        ...{ kind: 'terminal', cluster: 'bench', namespace: 'default', pod: 'box', container: 'main', mode: 'shell' },
        ...{ session: randomUUID(), seen: 0, columns: 80, rows: 24 },
      },
    });
  const direct = await new StreamClient(cluster.kubeconfig, 'default').open({
    path: 'box/exec',
    query: [
      ...(['stdin', 'stdout', 'tty'] as const).map(name => [name, '1'] as const),
      ...[['command', 'sh'] as const],
    ],
    protocols: [V5],
  });
  if (!(direct instanceof Conversation)) throw new Error(direct.body);
  await sleep(SETTLE_MS);
  const through = (): Promise<void> =>
    new Promise(resolve => {
      hear = resolve;
      tab.write({ id: TYPED, channel: TERMINAL_CHANNEL.input, bytes: Buffer.from('x') });
    });
  const beside = async (): Promise<void> => {
    const before = direct.bytes(CHANNEL.stdout).length;
    direct.send(CHANNEL.stdin, 'x');
    while (direct.bytes(CHANNEL.stdout).length === before) await new Promise(setImmediate);
  };
  const pids = [must(lanthorn.process.pid, 'it runs'), process.pid];
  const waited = () => pids.reduce((sum, pid) => sum + waitedForCoreMs(pid), 0);
  const measure = async (what: string) => {
    const [took, floor, own]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < KEYS; i++)
      for (const [ask, times] of [[through, took] as const, [beside, floor] as const]) {
        const [from, before] = [performance.now(), waited()];
        await ask();
        times.push(performance.now() - from);
        if (times === took) own.push(Math.max(0, (took.at(-1) ?? 0) - (waited() - before)));
        await sleep(KEY_EVERY_MS);
      }
    const words = (times: readonly number[]) => `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.99))}`;
    report(`${what}: echo of a key, p50 / p99 (budget p99 30 ms above the floor)`, words(took), words(floor));
    // Both may have waited at once: it is no more than that, and no less than without any wait.
    report('the same without what the two processes waited for a core meanwhile', words(own));
  };
  await measure('a quiet tab');
  tab.write({ id: FLOODED, channel: TERMINAL_CHANNEL.input, bytes: Buffer.from(FLOOD) });
  await sleep(SETTLE_MS);
  flooded = 0;
  const from = performance.now();
  await measure('another shell of the tab floods');
  report('what it writes meanwhile', `${mb(flooded / ((performance.now() - from) / 1_000))}/s`);
  // It goes on in the page alone.
  tab.say({ type: 'end', id: FLOODED });
  await pageEcho({ lanthorn, pod: '/c/bench/pods/default/box', flood: FLOOD, own: beside, through });
  tab.close();
  direct.close();
  await lanthorn.stop();
  cluster.stop();
}
