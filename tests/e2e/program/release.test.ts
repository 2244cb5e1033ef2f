import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, startRelease, type TestCluster } from '../harness.ts';
import { sessionAt } from '../sessions.ts';

const tools = join(import.meta.dirname, '../../../tools');

describe('a release, away from what it was built of', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-release-'));
  const data = join(folder, 'data');
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster('witness');
    await promisify(execFile)(process.execPath, [join(tools, 'build.mjs'), folder]);
  });

  afterAll(() => {
    cluster.stop();
    rmSync(folder, { recursive: true });
  });

  test('keeps its history, whichever Node runs it', async () => {
    const lanthorn = await startRelease(folder, '--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data);
    expect(existsSync(join(data, 'history.db'))).toBe(true);
    expect(lanthorn.stderr()).toBe('');
    await lanthorn.stop();
  });

  test('asks API servers, and gives the page and what it costs', async () => {
    const lanthorn = await startRelease(folder, '--port', '0', '--kubeconfig', cluster.kubeconfig);
    const session = sessionAt(lanthorn.url);
    const origin = `http://127.0.0.1:${new URL(lanthorn.url).port}`;
    const headers = { cookie: `${session?.name}=${session?.value}`, origin, 'x-lanthorn': '1' };
    const text = async (path: string) => (await fetch(`${origin}${path}`, { headers })).text();
    expect(JSON.parse(await text('/api/clusters/witness/health'))).toMatchObject({ trouble: null });
    expect(await text('/')).toContain('<script type="module"');
    expect(await text('/metrics')).toContain('lanthorn_upstream_requests_total{cluster="witness"');
    await lanthorn.stop();
  });
});
