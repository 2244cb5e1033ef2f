import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { cachedClient } from '../../tools/foreign-clients.mjs';
import { startCluster } from '../e2e/harness.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import { startNodes } from '../real-cluster/nodes.ts';
import { EDITOR, HELP_LINES } from './help-lines.ts';
import { type Kubectl, kubectl, type KubectlAnswer } from './kubectl-runner.ts';

// Every command that kubectl's help names, on the embedded cluster and a real one that both live: the same exit codes and texts.

const binaries = cachedBinaries();
const built = cachedClient('kubectl');
/** Of the version of the server: what an older one does `kubectl-both.test.ts` and `kubectl-live.test.ts` tell. */
const KUBECTL = built ?? '';
const NAMESPACE = 'help';

/** Commands that ask no cluster. */
const ALONE = ['completion', 'config', 'kuberc', 'kustomize', 'options', 'plugin', 'alpha'];
/** What goes on until it is ended the tests below start; versions of groups are asked for beside other kinds. */
const ELSEWHERE = ['proxy', 'api-versions'];

const A_COMPARISON = "the message goes on with a comparison of the pods in Go's form";

/** Where the embedded cluster is known to differ, by the line; an entry falls when it is mended. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'patch pod one --patch={"spec":{"hostNetwork":true}}': A_COMPARISON,
  'debug one --image=registry.example/tools:1 -c tools -- sleep 1': A_COMPARISON,
  'top pods --selector=app=none':
    'the embedded cluster measures, as with metrics-server; the real one has nothing that does',
};

function namedByHelp(): string[] {
  const help = execFileSync(KUBECTL, ['--help'], { encoding: 'utf8' });
  return [...help.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name = '']) => name);
}

const ENDS_MS = 10_000;

/** Starts a command that goes on, and gives what it says until that holds the text. */
async function until(args: readonly string[], text: string): Promise<string> {
  const child = spawn(KUBECTL, args);
  const ended = once(child, 'exit');
  let said = '';
  const isSaid = new Promise<void>(resolve => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        said += String(chunk);
        if (said.includes(text)) resolve();
      });
  });
  const timer = setTimeout(() => child.kill(), ENDS_MS);
  await Promise.race([isSaid, ended]);
  clearTimeout(timer);
  child.kill();
  await ended;
  return said;
}

describe.skipIf(built === null || binaries === null)(
  built === null ? 'kubectl, its help, on both (not built: npm run clients:build)' : 'kubectl, its help, on both',
  () => {
    const answers: { embedded: KubectlAnswer; real: KubectlAnswer }[] = [];
    const lasting: { attached: string; followed: number; watched: string }[] = [];
    const stops: (() => unknown)[] = [];
    let kubeconfigs: readonly string[] = [];

    beforeAll(async () => {
      if (binaries === null) return;
      const [cluster, plane] = await Promise.all([
        startCluster('help', { isBare: true, nodes: 2 }),
        startControlPlane(binaries, { hasControllers: true }),
      ]);
      const nodes = await startNodes(plane.source, { nodes: 2, pods: 0 });
      stops.push(
        () => cluster.stop(),
        () => nodes.stop(),
        () => plane.stop(),
      );
      kubeconfigs = [cluster.kubeconfig, plane.kubeconfig];
      const [embedded, real] = kubeconfigs.map(file =>
        kubectl(file, NAMESPACE, { editor: EDITOR, program: KUBECTL }),
      ) as [Kubectl, Kubectl];
      for (const line of HELP_LINES) {
        const [a, b] = await Promise.all([embedded(line), real(line)]);
        answers.push({ embedded: a, real: b });
        if (line[0].startsWith('attach none')) lasting.push(...(await Promise.all(kubeconfigs.map(ofRunningPod))));
      }
    }, 600_000);
    afterAll(() => Promise.all(stops.map(stop => stop())));

    const ofRunningPod = async (kubeconfig: string) => {
      const on = (...args: string[]) => ['--kubeconfig', kubeconfig, '-n', NAMESPACE, ...args];
      const [attached, followed, watched] = await Promise.all([
        until(on('attach', 'one', '--stdin', '--pod-running-timeout=5s'), "If you don't see a command prompt"),
        until(on('logs', 'one', '--follow', '--tail=0'), 'never'),
        until(on('events', '--for=pod/one', '--watch'), 'Pulled'),
      ]);
      const lines = followed.split('\n').filter(line => line !== '');
      // Which lines they are is drawn.
      return {
        attached,
        followed: Math.sign(lines.length),
        watched: watched.includes('Pulling image') ? 'told' : watched,
      };
    };

    test('[AS13] every command of the help is asked of', () => {
      const asked = new Set(HELP_LINES.map(([words]) => words.split(' ')[0]));
      expect(namedByHelp().filter(name => ![...asked, ...ALONE, ...ELSEWHERE].includes(name))).toEqual([]);
    });

    test('[AS13] a proxy hands requests on', async () => {
      const answered = await Promise.all(
        kubeconfigs.map(async kubeconfig => {
          const child = spawn(KUBECTL, ['--kubeconfig', kubeconfig, 'proxy', '--port=0']);
          const [line] = (await once(child.stdout, 'data')) as [Buffer];
          const port = /:(\d+)/.exec(String(line))?.[1];
          const answer = await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/none`);
          const text = await answer.text();
          child.kill();
          return { status: answer.status, text };
        }),
      );
      expect(answered[0]).toEqual(answered[1]);
      expect(answered[0]?.status).toBe(404);
    });

    test('[AS13] what goes on says the same', () => {
      expect(lasting[0]).toEqual(lasting[1]);
    });

    for (const [i, [words]] of HELP_LINES.entries()) {
      const check = DIFFERENCES[words] === undefined ? test : test.fails;
      check(`[AS13] ${i + 1}. kubectl ${words}`, () => {
        const answer = answers[i];
        expect(answer?.embedded).toEqual(answer?.real);
      });
    }
  },
);
