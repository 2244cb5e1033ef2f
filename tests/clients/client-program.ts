import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLUSTERS, makeNamespace, startPod } from './clusters.ts';

const run = promisify(execFile);
const NAMESPACE = 'clients';
const POD = 'one';
const RUN_MS = 100_000;

export interface ClientProgram {
  readonly name: string;
  /** The program and what it is told first; null where it is not here. */
  readonly command: readonly [string, ...string[]] | null;
  /** How it comes here. */
  readonly remedy: string;
  /** What it says of itself to have done, as `ok STEP`. */
  readonly steps: readonly string[];
}

/** Runs a program written with a client library, told a kubeconfig, a namespace and a pod, on the embedded cluster and, where there is one, on the real one. */
export function testClientProgram({ name, command, remedy, steps }: ClientProgram): void {
  describe.skipIf(command === null).each(CLUSTERS)(
    command === null ? `${name}, %s (it is not here: ${remedy})` : `${name}, %s`,
    (_name, start) => {
      let stop: () => unknown = () => {};
      let said = '';
      beforeAll(async () => {
        const cluster = await start();
        stop = cluster.stop;
        await makeNamespace(cluster.ask, NAMESPACE);
        await startPod(cluster.ask, NAMESPACE, POD);
        const [program = '', ...first] = command ?? [];
        const { stdout } = await run(program, [...first, cluster.kubeconfig, NAMESPACE, POD], { timeout: RUN_MS });
        said = stdout;
      }, 2 * RUN_MS);
      afterAll(() => stop());

      test.each(steps)('[AS18] %s', step => {
        expect(said.split('\n').filter(line => line.includes(step))).toEqual([`ok ${step}`]);
      });
    },
  );
}
