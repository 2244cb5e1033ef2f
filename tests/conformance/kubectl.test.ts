import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startCluster, type TestCluster } from '../e2e/harness.ts';

// The embedded cluster with the kubectl found on PATH, whatever its version. Without one this suite says so and is skipped.

const run = promisify(execFile);
const hasKubectl = await run('kubectl', ['version', '--client']).then(
  () => true,
  () => false,
);

// Generators of newer versions (create job, auth can-i) send protobuf, which the embedded server does not read.
describe.skipIf(!hasKubectl)(hasKubectl ? 'kubectl' : 'kubectl (none on PATH)', () => {
  let cluster: TestCluster;
  const home = mkdtempSync(join(tmpdir(), 'lanthorn-kubectl-'));

  beforeAll(async () => {
    cluster = await startCluster('kc', { seed: 5 });
  });
  afterAll(() => cluster.stop());

  async function kubectl(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const env = { ...process.env, HOME: home, KUBECONFIG: cluster.kubeconfig };
    return run('kubectl', [...args], { env, timeout: 30_000 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code?: number; stdout: string; stderr: string }) => ({
        code: error.code ?? 1,
        out: error.stdout,
        err: error.stderr,
      }),
    );
  }

  function file(name: string, content: unknown): string {
    const path = join(home, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  test('get, wide, yaml, selectors, names', async () => {
    expect((await kubectl('get', 'nodes')).out).toMatch(
      /^NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION\nnode-0\s+Ready\s+control-plane\s+50d\s+v1\.37\.2\n/,
    );
    expect((await kubectl('get', 'cj', '-n', 'data', '-o', 'name')).out.split('\n')).toContain(
      'cronjob.batch/nightly-backup',
    );
    expect((await kubectl('get', 'pods', '-n', 'shop', '-l', 'app=cart', '-o', 'wide')).out).toMatch(
      /^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE/,
    );
    expect(
      (
        await kubectl(
          'get',
          'pods',
          '-A',
          '--field-selector',
          'spec.nodeName=node-4',
          '-o',
          'jsonpath={.items[*].spec.nodeName}',
        )
      ).out,
    ).toMatch(/^(node-4 ?)+$/);
    expect((await kubectl('get', 'cronjob', 'nightly-backup', '-n', 'data', '-o', 'yaml')).out).toContain(
      'timeZone: Asia/Shanghai',
    );
    const missing = await kubectl('get', 'pod', 'nope', '-n', 'shop');
    expect([missing.code, missing.err]).toEqual([1, 'Error from server (NotFound): pods "nope" not found\n']);
  });

  test('api-resources, explain, auth can-i, rights of others', async () => {
    expect((await kubectl('api-resources')).out).toMatch(/cronjobs\s+cj\s+batch\/v1\s+true\s+CronJob/);
    expect((await kubectl('explain', 'cronjob.spec.timeZone')).out).toMatch(/FIELD: timeZone <string>/);
    expect((await kubectl('--context', 'kc-dana', 'get', 'pods', '-n', 'data')).err).toBe(
      'Error from server (Forbidden): pods is forbidden: User "dana" cannot list resource "pods" in API group "" in the namespace "data"\n',
    );
    expect((await kubectl('--context', 'kc-viewer', 'get', 'secrets', '-n', 'data')).code).toBe(1);
  });

  test('create, patch, label, annotate, scale, delete', async () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once', namespace: 'data' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } },
    };
    expect((await kubectl('create', '-f', file('job.json', job))).out).toBe('job.batch/once created\n');
    expect(
      (await kubectl('patch', 'cronjob', 'nightly-backup', '-n', 'data', '-p', '{"spec":{"suspend":true}}')).out,
    ).toBe('cronjob.batch/nightly-backup patched\n');
    expect(
      (await kubectl('patch', 'cronjob', 'nightly-backup', '-n', 'data', '-p', '{"spec":{"suspend":true}}')).out,
    ).toBe('cronjob.batch/nightly-backup patched (no change)\n');
    expect((await kubectl('label', 'cronjob', 'nightly-backup', '-n', 'data', 'a=b')).out).toContain('labeled');
    expect((await kubectl('scale', 'deployment', 'ingest', '-n', 'data', '--replicas=1')).out).toBe(
      'deployment.apps/ingest scaled\n',
    );
    await eventually(
      async () =>
        (await kubectl('get', 'deployment', 'ingest', '-n', 'data', '-o', 'jsonpath={.status.replicas}')).out === '1',
      'scaled down',
      30_000,
    );
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'data' } };
    expect((await kubectl('create', '-f', file('cm.json', map), '--dry-run=server')).out).toBe(
      'configmap/x created (server dry run)\n',
    );
    expect(
      (
        await kubectl(
          'create',
          '-f',
          file('ns.json', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'short-lived' } }),
        )
      ).code,
    ).toBe(0);
    expect((await kubectl('delete', 'namespace', 'short-lived', '--timeout=20s')).out).toContain('deleted');
  });

  test('apply on the client, and the server’s own words on what is wrong', async () => {
    const pod = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] };
    const cronJob = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'applied', namespace: 'data' },
      spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: { spec: pod } } } },
    };
    const path = file('cj.json', cronJob);
    expect((await kubectl('apply', '-f', path)).out).toBe('cronjob.batch/applied created\n');
    expect((await kubectl('apply', '-f', path)).out).toBe('cronjob.batch/applied unchanged\n');
    expect(
      (await kubectl('apply', '-f', file('cj.json', { ...cronJob, spec: { ...cronJob.spec, schedule: '1 * * * *' } })))
        .out,
    ).toBe('cronjob.batch/applied configured\n');
    const bad = await kubectl(
      'apply',
      '-f',
      file('bad.json', {
        ...cronJob,
        metadata: { ...cronJob.metadata, name: 'bad' },
        spec: { ...cronJob.spec, schedule: '61 * * * *' },
      }),
    );
    expect(bad.err).toBe(
      'The CronJob "bad" is invalid: spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61\n',
    );
  });

  test('logs, wait and rollout', async () => {
    expect((await kubectl('wait', 'job/once', '-n', 'data', '--for=condition=Failed', '--timeout=1s')).code).toBe(1);
    expect(
      (await kubectl('logs', 'deployment/ledger', '-n', 'payments', '--tail=3')).out.trimEnd().split('\n'),
    ).toHaveLength(3);
    expect((await kubectl('logs', 'deployment/ledger', '-n', 'payments', '--tail=1', '--timestamps')).out).toMatch(
      /^\d{4}-\d\d-\d\dT/,
    );
    expect((await kubectl('rollout', 'status', 'deployment/ledger', '-n', 'payments', '--timeout=5s')).out).toContain(
      'successfully rolled out',
    );
    const previous = await kubectl('logs', 'deployment/ledger', '-n', 'payments', '--previous');
    expect(previous.err).toContain('previous terminated container');
  });
});
