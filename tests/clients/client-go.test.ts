import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedClient } from '../../tools/foreign-clients.mjs';
import { CLUSTERS, makeNamespace, startPod } from './clusters.ts';

// A program written with client-go, that takes the binary encoding alone: informers, a watch that tries again, a leader's election, commands and
// ports over both transports. It is asked of the embedded cluster and, where there is one, of the real one.

const run = promisify(execFile);
const program = cachedClient('client-go');
const NAMESPACE = 'clients';
const RUN_MS = 55_000;

describe.skipIf(program === null).each(CLUSTERS)(
  program === null ? 'client-go, %s (the program is not built: npm run clients:build)' : 'client-go, %s',
  (_name, start) => {
    let stop: () => unknown = () => {};
    let said = '';
    beforeAll(async () => {
      const cluster = await start();
      stop = cluster.stop;
      await makeNamespace(cluster.ask, NAMESPACE);
      await startPod(cluster.ask, NAMESPACE, 'one');
      const { stdout } = await run(program ?? '', [cluster.kubeconfig, NAMESPACE, 'one'], { timeout: RUN_MS });
      said = stdout;
    }, 2 * RUN_MS);
    afterAll(() => stop());

    test.each([
      'lists in both encodings say the same',
      'informers of many kinds are complete',
      'an object is written, patched and removed, and a watch that tries again sees it',
      'one of two is the leader',
      'a command runs over SPDY',
      'a command runs over a WebSocket',
      'a port is forwarded over SPDY',
      'a port is forwarded over a WebSocket',
      'a log is read',
      'a refusal is told by its reason',
      'kinds are found by discovery',
    ])('[AS18] %s', what => {
      expect(said.split('\n').filter(line => line.includes(what))).toEqual([`ok ${what}`]);
    });
  },
);
