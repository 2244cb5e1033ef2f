import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { cachedClient } from '../../tools/foreign-clients.mjs';
import { CLUSTERS, type LiveCluster, makeNamespace } from './clusters.ts';

// helm with a chart of everything: definitions and an object of one, hooks, storage, a test, what is kept. Each line stands on those before it.

const run = promisify(execFile);
const helm = cachedClient('helm');
const chart = join(import.meta.dirname, 'chart');
const NAMESPACE = 'helm';
const LINE_MS = 120_000;

interface Answer {
  readonly code: number;
  readonly said: string;
}

/** Words that helm is called with; `CHART` is the chart. What it says must hold all the texts, and ends with the code (0 where none is given). */
interface Line {
  readonly words: string;
  readonly says: readonly (string | RegExp)[];
  readonly code?: number;
}

const WAIT = '--wait --timeout 60s';

const LINES: readonly Line[] = [
  // Its kind is not there before its definition is.
  { words: 'install shop CHART --dry-run=server', code: 1, says: ['INSTALLATION FAILED'] },
  { words: 'list -q', says: [/^$/] },
  { words: `install shop CHART ${WAIT}`, says: ['STATUS: deployed', 'REVISION: 1', 'shop shines red.'] },
  { words: `install shop CHART ${WAIT}`, code: 1, says: ['cannot reuse a name that is still in use'] },
  {
    words: 'install other CHART --skip-crds --dry-run=server',
    says: ['STATUS: pending-install', 'other shines red.', 'hasJobs: "true"', 'kubernetes: "37"', 'account: "default"'],
  },
  { words: 'list -o json', says: ['"name":"shop"', '"revision":"1"', '"status":"deployed"', '"chart":"shop-1.2.3"'] },
  { words: 'list -A --deployed -q', says: ['shop'] },
  { words: 'status shop', says: ['STATUS: deployed', 'NAMESPACE: helm'] },
  { words: 'status shop -o json', says: ['"status":"deployed"'] },
  { words: 'get values shop --all', says: ['colour: red', 'replicas: 1'] },
  { words: 'get manifest shop', says: ['kind: PersistentVolumeClaim', 'kind: Lamp', 'revision: "1"'] },
  { words: 'get hooks shop', says: ['shop-before', 'shop-after', 'shop-test'] },
  { words: 'get notes shop', says: ['shop shines red.'] },
  { words: 'get metadata shop', says: ['APP_VERSION: 4.5', 'REVISION: 1'] },
  { words: 'test shop --timeout 60s', says: [/TEST SUITE: +shop-test/, /Phase: +Succeeded/] },
  {
    words: `upgrade shop CHART --set colour=green --set replicas=2 ${WAIT}`,
    says: ['REVISION: 2', 'shop shines green.'],
  },
  { words: 'get values shop', says: ['colour: green'] },
  { words: 'history shop', says: [/1\s.*superseded/, /2\s.*deployed.*Upgrade complete/] },
  { words: 'upgrade shop CHART --set colour=blue', code: 1, says: ['Unsupported value', 'blue'] },
  { words: 'history shop', says: [/3\s.*failed/] },
  {
    words: `upgrade shop CHART --set colour=green --set before.exitCode=3 ${WAIT}`,
    code: 1,
    says: ['pre-upgrade hooks failed'],
  },
  {
    words: 'upgrade shop CHART --set container.pull=fail --set colour=red --rollback-on-failure --timeout 15s',
    code: 1,
    says: ['rolled back due to rollback-on-failure being set'],
  },
  { words: 'history shop --max 2', says: [/failed.*Upgrade/, /deployed.*Rollback to/] },
  { words: `rollback shop 1 ${WAIT}`, says: ['Rollback was a success'] },
  { words: 'get values shop -o json', says: ['null'] },
  { words: 'upgrade shop CHART --reuse-values --dry-run=server --hide-notes', says: ['STATUS: pending-upgrade'] },
  { words: `upgrade --install second CHART --skip-crds ${WAIT}`, says: ['STATUS: deployed', 'second shines red.'] },
  { words: 'list -q --filter ^s', says: ['second', 'shop'] },
  { words: 'uninstall second --keep-history --wait', says: ['release "second" uninstalled'] },
  { words: 'list --uninstalled -q', says: ['second'] },
  { words: 'history second', says: ['uninstalled'] },
  { words: `rollback second 1 ${WAIT}`, says: ['Rollback was a success'] },
  { words: 'uninstall second', says: ['release "second" uninstalled'] },
  {
    words: 'uninstall shop --wait --timeout 60s',
    says: [
      'These resources were kept due to the resource policy',
      '[ConfigMap] shop-kept',
      'release "shop" uninstalled',
    ],
  },
  { words: 'uninstall shop', code: 1, says: ['release: not found'] },
  { words: 'list -q', says: [/^$/] },
];

describe.skipIf(helm === null).each(CLUSTERS)(
  helm === null ? 'helm, %s (not built: npm run clients:build)' : 'helm, %s',
  (_name, start) => {
    const answers: Answer[] = [];
    const left: Record<string, number> = {};
    const home = mkdtempSync(join(tmpdir(), 'lanthorn-helm-'));
    let cluster: LiveCluster | null = null;

    beforeAll(async () => {
      cluster = await start();
      await makeNamespace(cluster.ask, NAMESPACE);
      const env = { HOME: home, PATH: process.env['PATH'], KUBECONFIG: cluster.kubeconfig };
      for (const { words } of LINES) {
        const args = ['--namespace', NAMESPACE, ...words.split(' ').map(word => (word === 'CHART' ? chart : word))];
        answers.push(
          await run(helm ?? '', args, { env, timeout: LINE_MS }).then(
            ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
            (error: { code?: number; stdout?: string; stderr?: string }) => ({
              code: error.code ?? -1,
              said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
            }),
          ),
        );
      }
      const core = `/api/v1/namespaces/${NAMESPACE}`;
      for (const path of [
        `${core}/configmaps/shop`,
        `${core}/configmaps/shop-kept`,
        `${core}/services/shop`,
        `${core}/persistentvolumeclaims/shop`,
        `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/shop`,
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.helm.example.com',
        `/apis/helm.example.com/v1/namespaces/${NAMESPACE}/lamps/shop`,
      ])
        left[path.split('/').slice(-2).join('/')] = (await cluster.ask('GET', path)).status;
      const secrets = await cluster.ask('GET', `${core}/secrets`);
      left['secrets'] = (getPath(secrets.body, 'items') as readonly unknown[]).length;
    }, 900_000);
    afterAll(async () => {
      rmSync(home, { recursive: true, force: true });
      await cluster?.stop();
    });

    for (const [i, { words, says, code = 0 }] of LINES.entries()) {
      test(`[AS18] ${i + 1}. helm ${words}`, () => {
        const answer = answers[i];
        for (const text of says)
          expect(answer?.said.trim()).toEqual(
            typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text),
          );
        expect(answer?.code).toBe(code);
      });
    }

    test('[AS18] what an uninstallation leaves', () => {
      expect(left).toEqual({
        'configmaps/shop': 404,
        'configmaps/shop-kept': 200,
        'services/shop': 404,
        'persistentvolumeclaims/shop': 404,
        'deployments/shop': 404,
        'customresourcedefinitions/lamps.helm.example.com': 200,
        'lamps/shop': 404,
        secrets: 0,
      });
    });
  },
);
