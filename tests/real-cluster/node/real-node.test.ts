import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import { makeNamespace } from '../../clients/clusters.ts';
import { sourceOf } from '../../conformance/conformance-target.ts';
import { Conversation, CHANNEL, StreamClient, V5 } from '../../conformance/streams/stream-client.ts';
import { anotherClient, eventually } from '../../e2e/harness.ts';
import { type ControlPlane, startControlPlane } from '../control-plane.ts';
import { leftovers } from './leftovers.ts';
import { BUSYBOX_IMAGE } from './node-image.ts';
import { hasRealNode, realNodeTitle } from './node-suite.ts';
import { REAL_NODE, type RealNode, startRealNode } from './real-node.ts';

const root = join(import.meta.dirname, '../../..');
const NAMESPACE = 'witness';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const POD = {
  metadata: { name: 'one' },
  spec: {
    nodeName: REAL_NODE,
    containers: [
      {
        name: 'main',
        image: BUSYBOX_IMAGE,
        imagePullPolicy: 'Never',
        command: ['sh', '-c', 'echo "from $(hostname)"; exec sleep 3600'],
      },
    ],
  },
};
const START_MS = 500_000;
const RUN_MS = 60_000;
/** The kernel ends the processes at once; their control groups are busy for a moment. */
const GONE_MS = 20_000;

describe.skipIf(!hasRealNode)(realNodeTitle('a real node'), () => {
  let plane: ControlPlane;
  let node: RealNode;

  beforeAll(async () => {
    const binaries = cachedBinaries();
    if (binaries === null) return;
    plane = await startControlPlane(binaries);
    node = await startRealNode(plane);
  }, START_MS);
  afterAll(async () => {
    await node?.stop();
    await plane?.stop();
  });

  test('runs a container, hands on what it writes, and runs commands in it', async () => {
    const ask = anotherClient(plane.source);
    await makeNamespace(ask, NAMESPACE);
    await ask('POST', PODS, POD);
    const phase = async () => getPath((await ask('GET', `${PODS}/one`)).body, 'status', 'phase');
    await eventually(async () => (await phase()) === 'Running', 'the pod runs', RUN_MS);
    const log = async () => readBody(await plane.source.send({ method: 'GET', path: `${PODS}/one/log` }));
    await eventually(async () => (await log()) === 'from one\n', 'its log');
    const opened = await new StreamClient(plane.kubeconfig, NAMESPACE).open({
      path: 'one/exec',
      query: [
        ['stdout', '1'],
        ['command', 'cat'],
        ['command', '/proc/1/comm'],
      ],
      protocols: [V5],
    });
    expect(opened).toBeInstanceOf(Conversation);
    if (!(opened instanceof Conversation)) return;
    await opened.end();
    expect(opened.text(CHANNEL.stdout)).toBe('sleep\n');
    expect(leftovers()).not.toEqual([]);
  });

  test('ends, and leaves nothing behind', async () => {
    await node.stop();
    expect(leftovers()).toEqual([]);
  });

  test(
    'ends when who started it is killed',
    async () => {
      const child = spawn(
        process.execPath,
        ['tools/run-ts.mjs', 'tests/real-cluster/main.ts', '--real-node', '--nodes', '1'],
        {
          cwd: root,
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      let said = '';
      child.stdout.on('data', chunk => (said += String(chunk)));
      const kubeconfig = await eventually(() => /export KUBECONFIG=(\S+)/.exec(said)?.[1], 'it is ready', START_MS);
      const source = sourceOf(kubeconfig);
      const ask = anotherClient(source);
      await makeNamespace(ask, NAMESPACE);
      await ask('POST', PODS, POD);
      await eventually(() => leftovers().join().includes('containerd-shim'), 'a container', RUN_MS);
      await source.close();
      child.kill('SIGKILL');
      await once(child, 'exit');
      await eventually(() => leftovers().length === 0, 'nothing is left', GONE_MS);
    },
    START_MS,
  );
});
