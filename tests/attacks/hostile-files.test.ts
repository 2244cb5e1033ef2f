import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { terminalText } from '../../apps/server/src/cli/terminal-text.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { clusterHealth } from '../../apps/server/src/upstream/cluster-health.ts';
import { Clusters } from '../../apps/server/src/upstream/clusters.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamMeter } from '../../apps/server/src/upstream/sources/upstream-meter.ts';
import { withoutCredentials } from '../../apps/server/src/upstream/credentials/without-credentials.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);
const folder = mkdtempSync(join(tmpdir(), 'lanthorn-hostile-files-'));

/** Part of every credential in the files, and of nothing else. */
const MARK = 'Xk7Qv9';
const SECRET = `eyJ${MARK}${'a1B2'.repeat(8)}`;
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: a
clusters:
- name: c
  cluster:
    server: https://jo:${SECRET}@127.0.0.1:9/x?token=${SECRET}
    proxy-url: http://jo:${SECRET}@127.0.0.1:9
users:
- name: u
  user:
    token: ${SECRET}
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: /nowhere
      interactiveMode: Never
      env: [{name: SECRET, value: ${SECRET}}]
- name: basic
  user: {username: jo, password: "${SECRET}"}
contexts:
- name: a
  context: {cluster: c, user: u}
- name: b
  context: {cluster: c, user: basic}
`;

function write(text: string, name = 'kubeconfig'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** All that is said of a kubeconfig before anything is asked of its clusters, on the page and in the terminal. */
function said(text: string): string {
  const kubeconfig = loadKubeconfig([write(text)]);
  const clusters = new Clusters(kubeconfig, { identity: OWNER, clock: systemClock, meter: new UpstreamMeter() });
  return JSON.stringify([kubeconfig.problems, kubeconfig.contexts.map(({ problem }) => problem), clusters.list()]);
}

describe('no credential of a kubeconfig is in a message', () => {
  test.each([
    ['a tab', KUBECONFIG.replace('    token:', '\ttoken:')],
    ['a quote that does not close', KUBECONFIG.replace(': eyJ', ': "eyJ')],
    ['a colon too many', KUBECONFIG.replace(': eyJ', ': : eyJ')],
    ['a bracket', KUBECONFIG.replace(': eyJ', ': [eyJ')],
    ['a block header', KUBECONFIG.replace(': eyJ', ': |eyJ')],
    ['an alias', KUBECONFIG.replace(': eyJ', ': *eyJ')],
    ['a tag', KUBECONFIG.replace(': eyJ', ': !!int eyJ')],
    ['a directive', `%${SECRET}\n${KUBECONFIG}`],
    ['an escape', KUBECONFIG.replace(': eyJ', ': "\\qeyJ')],
    ['an address that is none', KUBECONFIG.replace('server: https://', 'server: https//')],
    ['a proxy that is none', KUBECONFIG.replace('proxy-url: http://', 'proxy-url: ftp://')],
    ['a user twice', KUBECONFIG.replace('name: basic', 'name: u')],
    ['a secret as a list', KUBECONFIG.replace(`token: ${SECRET}`, `token: [${SECRET}]`)],
    ['a secret as a mapping', KUBECONFIG.replace(`token: ${SECRET}`, `token: {${SECRET}: 1}`)],
    ['a secret as base64', KUBECONFIG.replace('token: ', 'client-key-data: "-" # ')],
    ['a secret as a whole file', SECRET],
    ['a file that is right', KUBECONFIG],
  ])('%s', (_name, text) => {
    expect(said(text)).not.toContain(MARK);
  });

  test('whatever is written into it anywhere', () => {
    const odd = fc.constantFrom(
      '\t',
      '"',
      "'",
      '[',
      '{',
      '|',
      '>',
      '*',
      '&',
      '!',
      '%',
      '@',
      '`',
      ': ',
      '- ',
      '\n',
      '#',
      '\0',
      '\\',
      '---\n',
      ',',
      '<<: ',
    );
    const edit = fc.tuple(fc.nat(KUBECONFIG.length), fc.nat(3), odd);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), edits => {
        const text = edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), KUBECONFIG);
        // Where the key of a mapping, or a name, was made of it, it is no credential any more.
        const shown = said(text);
        expect(shown.includes(MARK) && !/name: *\S*eyJ|: *\{? *eyJ\S*:/.test(text)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  test('nor when the cluster, its proxy or its plugin fails', async () => {
    const plugin = write(
      `#!/bin/sh\necho "denied: token=${SECRET} password: ${SECRET} https://jo:${SECRET}@idp/ Bearer ${SECRET}" >&2\nexit 1\n`,
      'plugin',
    );
    chmodSync(plugin, 0o755);
    const asked = [
      KUBECONFIG,
      KUBECONFIG.replace(/ {4}proxy-url.*\n/, ''),
      KUBECONFIG.replace(`jo:${SECRET}@`, '')
        .replace(/ {4}token.*\n/, '')
        .replace('/nowhere', plugin),
      KUBECONFIG.replace(`jo:${SECRET}@`, '').replace(/ {4}token.*\n/, ''),
    ];
    for (const text of asked) {
      const clusters = new Clusters(loadKubeconfig([write(text)]), {
        identity: OWNER,
        clock: systemClock,
        meter: new UpstreamMeter(),
      });
      for (const { name } of clusters.list()) {
        const cluster = clusters.get(clusterKey(name, OWNER));
        const health = cluster === undefined ? null : await clusterHealth(cluster);
        expect(health?.trouble).toMatch(/unreachable|login/);
        expect(JSON.stringify(health)).not.toContain(MARK);
      }
      await clusters.close();
    }
  });
});

describe('words of others in the terminal', () => {
  test('nothing of them steers it, or looks like a line of ours', () => {
    const hostile =
      'no\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m\rLanthorn is ready at http://evil/\nLanthorn is ready at http://evil/\u202e\u2028x\u007f\0';
    const shown = terminalText(hostile);
    // oxlint-disable-next-line no-control-regex -- that none is left is what is tested
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2066-\u2069]/);
    expect(shown.split('\n').filter(line => line.startsWith('Lanthorn'))).toEqual([]);
    expect(shown).toContain('␛]52;c;aGk=␇␛[2J');
  });

  test('credentials in them are not shown, other words are', () => {
    expect(withoutCredentials('Error: invalid bearer token: expired; password: must not be empty')).toBe(
      'Error: invalid bearer token: expired; password: must not be empty',
    );
    expect(withoutCredentials(`socks5://jo:${SECRET}@h:1 and http://jo@h`)).toBe('socks5://•••@h:1 and http://•••@h');
    for (const text of [
      `--token=${SECRET}`,
      `{"password": "${SECRET}"}`,
      `Authorization: Bearer ${SECRET}`,
      `?access_token=${SECRET}&x`,
    ])
      expect(withoutCredentials(text)).not.toContain(MARK);
  });
});

const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\nLanthorn is ready at http://evil.example/';

describe('the program, started on hostile files and servers', () => {
  let server: Server;
  let address = '';
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', message: `no ${ESCAPES}` }));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** What it writes until `until` is in it. */
  function output(file: string, until: RegExp): Promise<string> {
    const program = join(import.meta.dirname, '../../tools/lanthorn.mjs');
    const data = mkdtempSync(join(tmpdir(), 'lanthorn-data-'));
    const args = [program, '--no-open', '--port', '0', '--data', data, '--kubeconfig', file];
    const child = spawn(process.execPath, args, { env: { ...process.env, HOME: folder } });
    return new Promise((resolve, reject) => {
      let text = '';
      const take = (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (until.test(text)) child.kill('SIGINT');
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('error', reject);
      child.once('exit', () => resolve(text));
    });
  }

  /** Of what a terminal obeys, only line feeds. */
  function isHarmless(text: string): boolean {
    const ready = text.split('\n').filter(line => line.startsWith('Lanthorn is ready'));
    // oxlint-disable-next-line no-control-regex -- that none is left is what is tested
    return ready.length === 1 && !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text);
  }

  test('a Status full of escape sequences is shown as symbols', async () => {
    const name = JSON.stringify(`x${ESCAPES}`);
    const text = await output(
      write(
        `contexts: [{name: ${name}, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: "${address}"}}]\n`,
      ),
      /--demo opens it at once/,
    );
    expect(text).toContain('␛[2J');
    expect(isHarmless(text), text).toBe(true);
  });

  test('a plugin that prints escape sequences and a context that is broken are shown as symbols', async () => {
    const plugin = write(
      `#!/bin/sh\nprintf '\\033]52;c;aGk=\\007\\nLanthorn is ready at http://evil/' >&2\nexit 3\n`,
      'escapes',
    );
    chmodSync(plugin, 0o755);
    const exec = `{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ${plugin}}`;
    const broken = JSON.stringify(`b${ESCAPES}`);
    const text = await output(
      write(
        `contexts: [{name: a, context: {cluster: c, user: u}}, {name: ${broken}, context: {cluster: ${broken}}}]
clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
users: [{name: u, user: {exec: ${exec}}}]
`,
      ),
      /--demo opens it at once/,
    );
    expect(text).toContain('␛]52');
    expect(text).toContain('ended with exit code 3');
    expect(isHarmless(text), text).toBe(true);
  });

  test('a file that cannot be read opens no demo: the page says which, where and why', async () => {
    const file = write(KUBECONFIG.replace('    token:', '\ttoken:'));
    const text = await output(file, /Lanthorn is ready/);
    expect(text).toContain(`${file}:12: a tab stands in the indentation: YAML wants spaces`);
    expect(text).not.toContain(MARK);
  });
});
