import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedClient } from '../../tools/foreign-clients.mjs';
import { CLUSTERS, makeNamespace, startPod } from './clusters.ts';

// A program written with @kubernetes/client-node: an informer, writes of every kind, streams over WebSockets. It is asked of the embedded cluster
// and, where there is one, of the real one.

const run = promisify(execFile);
const program = cachedClient('client-node');
const NAMESPACE = 'clients';
const RUN_MS = 100_000;

describe.skipIf(program === null).each(CLUSTERS)(
  program === null ? 'client-node, %s (the program is not installed: npm run clients:build)' : 'client-node, %s',
  (_name, start) => {
    let stop: () => unknown = () => {};
    let said = '';
    beforeAll(async () => {
      const cluster = await start();
      stop = cluster.stop;
      await makeNamespace(cluster.ask, NAMESPACE);
      await startPod(cluster.ask, NAMESPACE, 'one');
      const asked = [program ?? '', cluster.kubeconfig, NAMESPACE, 'one'];
      const { stdout } = await run(process.execPath, asked, { timeout: RUN_MS });
      said = stdout;
    }, 2 * RUN_MS);
    afterAll(() => stop());

    test.each([
      'lists are read, with numbers and times as they are',
      'a Deployment is made, patched, scaled and deleted',
      'server-side apply names its conflict, and takes over when told',
      'an informer sees what a selector chooses come, change and go',
      'a watch from a forgotten version ends in order',
      'a command runs, with its input, both outputs and its exit code',
      'a container is attached to',
      'a port is forwarded',
      'a log is read',
      'a refusal is told by its reason',
      'a pod is evicted',
      'a CronJob is run by hand, and its Job goes with it',
      'kinds are found by discovery',
    ])('[AS18] %s', what => {
      expect(said.split('\n').filter(line => line.includes(what))).toEqual([`ok ${what}`]);
    });
  },
);
