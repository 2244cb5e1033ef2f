import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const hasKubectl: boolean = await run('kubectl', ['version', '--client']).then(
  () => true,
  () => false,
);

export interface KubectlAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line, what it reads, and what it says once the controllers have acted: until then it is asked again. */
export type KubectlLine = readonly [words: string, input?: string | undefined, until?: string];

/**
 * What an older kubectl says when it reads an answer before it has opened the streams for it, and so loses a part of the answer.
 * Its own race, on any cluster (a later client-go opens its streams first): the line is asked again.
 */
const LOST_BY_KUBECTL = 'Unknown stream id';
const TRIES = 5;
/** How long controllers may take to act, on a machine with much else to do. */
const ACTED_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 200;

export type Kubectl = (line: KubectlLine) => Promise<KubectlAnswer>;

/** The kubectl on PATH, or another, on one cluster and namespace; what it says is freed of what differs between clusters and moments. */
export function kubectl(
  kubeconfig: string,
  namespace: string,
  { editor = '', program = 'kubectl' }: { readonly editor?: string; readonly program?: string } = {},
): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-kubectl-'));
  const env = { ...process.env, KUBECONFIG: kubeconfig, HOME: folder, KUBE_EDITOR: editor };
  return async ([words, input, until]) => {
    // What it reads comes from a file of one name: `diff` shows it.
    const file = join(folder, 'input.yaml');
    if (input !== undefined) writeFileSync(file, input);
    const args = words.split(' ').map(word => (word === '-' ? file : word.replaceAll('FOLDER', folder)));
    const place = args[1] === 'namespace' ? [] : ['--namespace', namespace];
    const ask = (): Promise<KubectlAnswer> =>
      run(program, [...place, ...args], { env, timeout: 60_000 }).then(
        ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
        (error: { code?: number; stdout?: string; stderr?: string }) => ({
          code: error.code ?? -1,
          out: error.stdout ?? '',
          err: error.stderr ?? '',
        }),
      );
    let answer = await ask();
    for (let tries = 1; tries < TRIES && answer.err.includes(LOST_BY_KUBECTL); tries++) answer = await ask();
    const deadline = Date.now() + ACTED_WITHIN_MS;
    while (until !== undefined && !answer.out.includes(until) && Date.now() < deadline) {
      await setTimeout(ASK_AGAIN_MS);
      answer = await ask();
    }
    // Descriptions are a real cluster's own, and so is how often a rollout is looked at before it is done.
    const out = words.startsWith('explain')
      ? fieldsOnly(answer.out)
      : words.startsWith('rollout status')
        ? answer.out.replace(/^Waiting for .*\n/gm, '')
        : answer.out;
    return { ...answer, out: plain(out, folder), err: plain(answer.err, folder) };
  };
}

/** Of an explanation: headings, fields and what their values may be. */
function fieldsOnly(text: string): string {
  const kept = text.split('\n').filter(line => /^[A-Z]+:|\t<|^ *enum:/.test(line));
  return kept.join('\n');
}

/** Without what differs between two clusters and two moments. */
function plain(text: string, folder: string): string {
  return (
    text
      .replaceAll(folder, '<folder>')
      .replace(/https:\/\/127\.0\.0\.1:\d+/g, '<server>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
      .replace(/\b[0-9a-f]{64}\b/g, '<container>')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s"]*( [+-]\d{4})?/g, '<time>')
      .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>')
      .replace(/"?resourceVersion"?: "\d+"/g, '<version>')
      .replace(/(Resource Version: +|resource version to be \d+, was )\d+/g, '$1<version>')
      .replace(/^[IWE]\d{4} [\d:.]+ +\d+ (?=\w+\.go)/gm, '')
      .replace(/node-debugger-([\w-]+)-\w{5}\b/g, 'node-debugger-$1-<drawn>')
      .replace(/\b10\.96\.\d+\.\d+ */g, '<address> ')
      .replace(/(LIVE|MERGED)-\d+/g, '$1')
      .replace(/kube-api-access-\w{5}/g, '<access>')
      .replace(/\b[\w-]+-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[bcdfghjklmnpqrstvwxz2456789]{5})?\b/g, '<drawn>')
      .replace(/pod-template-hash=\w+/g, 'pod-template-hash=<hash>')
      // Descriptions are a real cluster's own.
      .replace(/DESCRIPTION:[\s\S]*?(?=FIELDS:|$)/, 'DESCRIPTION ')
      .replace(/ +(\d+m)?\d+s\b/g, ' <age>')
      .replace(/ {2,}/g, '  ')
  );
}
