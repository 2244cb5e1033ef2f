import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scaledClock } from '@lanthorn/base/scaled-clock.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { type AttackingTab, expectServing, startAttacked } from './attacked-server.ts';
import { type Asked, HostileApiServer, listOf, pod, send, statusOf } from './hostile-api-server.ts';

// Logins that fail in every way: plugins that hang, hold on, write without end or fail, servers that take no credential. Everybody else is
// served, what was started ends, and nobody is asked without end.

/** Minutes of back-off in seconds. */
const SPEED = 20;
const LIST = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: [],
  filter: '',
  sort: [],
  offset: 0,
  limit: 100,
  hold: false,
};
const CREDENTIAL = `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'`;

let folder: string;
let close: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanthorn-login-'));
});
afterEach(async () => {
  for (const end of close.reverse()) await end();
  close = [];
  for (const pid of started()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Writes down each run of the plugin, and each process that the script names in `$PIDS`. */
function plugin(script: string): string {
  const path = join(folder, 'plugin');
  writeFileSync(path, `#!/bin/sh\nPIDS=${folder}/pids\necho run >> ${folder}/runs\necho $$ >> $PIDS\n${script}\n`);
  chmodSync(path, 0o755);
  return `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${path}", interactiveMode: Never}}`;
}

const lines = (name: string) =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n') : [];
const runs = () => lines('runs').length;
const started = () => lines('pids').map(Number);

function isAlive(pid: number): boolean {
  // One that ended and was not fetched yet by its parent does nothing any more.
  const stat = `/proc/${pid}/stat`;
  if (!existsSync('/proc/self/stat')) return signalReaches(pid);
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function attack(user: string, answer: (asked: Asked) => void) {
  const api = new HostileApiServer(answer, await createCertificate(Date.now()));
  const attacked = await startAttacked(await api.listen(), { user, clock: scaledClock(systemClock, SPEED) });
  close.push(
    () => api.close(),
    () => attacked.close(),
  );
  const tab = await attacked.openTab();
  // By this clock an hour of silence is soon over.
  const beat = setInterval(() => tab.say({ type: 'ping' }), 100);
  close.push(async () => clearInterval(beat));
  attacked.longestPause();
  tab.say({ type: 'subscribe', id: 1, query: LIST });
  return { api, attacked, tab };
}

const served = (asked: Asked) =>
  asked.isWatch ? asked.response.flushHeaders() : send(asked, 200, listOf([pod('first')]));
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const states = (tab: AttackingTab): QueryState[] =>
  tab.messages.flatMap(message =>
    message.type === 'list' && message.id === 1 && message.state !== undefined ? [message.state] : [],
  );
const says = (tab: AttackingTab, words: RegExp) =>
  tab.until(() => states(tab).some(state => state.kind === 'stale' && words.test(state.reason.message)));

describe('a plugin that does not end', () => {
  const STUBBORN = `trap '' TERM HUP INT
sh -c "trap '' TERM HUP INT; while :; do sleep 1; done" &
echo $! >> $PIDS
while :; do sleep 1; done`;

  test('and ignores the word to end is ended for sure, with what it started; it is said why nothing is shown', async () => {
    const { api, attacked, tab } = await attack(plugin(STUBBORN), served);
    await says(tab, /took too long and was stopped/);
    const [leader = 0, child = 0] = started();
    await expect.poll(() => [isAlive(leader), isAlive(child)], { timeout: 5_000 }).toEqual([false, false]);
    expect(states(tab).map(({ kind }) => kind)).not.toContain('live');
    expect(api.asked).toEqual([]);
    await expectServing(attacked);
  });

  test('ends with Lanthorn', async () => {
    const { attacked } = await attack(plugin(STUBBORN), served);
    await expect.poll(() => started().length, { timeout: 5_000 }).toBe(2);
    await expectServing(attacked);
    for (const end of close.splice(0).reverse()) await end();
    await expect.poll(() => started().filter(isAlive), { timeout: 5_000 }).toEqual([]);
  });

  test('its pipes, because something it left behind holds them, has answered when it ended', async () => {
    const { api, attacked, tab } = await attack(plugin(`sleep 300 &\necho $! >> $PIDS\n${CREDENTIAL}`), served);
    await tab.until(() => states(tab).at(-1)?.kind === 'live');
    expect(runs()).toBe(1);
    expect(api.asked.length).toBeGreaterThan(0);
    await expectServing(attacked);
  });

  test('writing is ended, and what it wrote is not kept', async () => {
    const before = process.memoryUsage().rss;
    const { attacked, tab } = await attack(plugin('yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), served);
    await says(tab, /wrote too much and was stopped/);
    await expect.poll(() => started().slice(0, 1).filter(isAlive), { timeout: 5_000 }).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    await expectServing(attacked);
  });
});

describe('a login that fails is not tried without end', () => {
  /** Three minutes of the scaled clock: the pauses of five runs take half of one. */
  const LONG_MS = 180_000 / SPEED;
  const refusing = (asked: Asked) => send(asked, 401, statusOf(401, 'who are you'));

  test('a plugin that fails: five runs, its own words, and one more when a person asks', async () => {
    const { api, attacked, tab } = await attack(plugin('echo "log in first" >&2; exit 3'), served);
    await says(tab, /ended with exit code 3: log in first/);
    await wait(LONG_MS);
    expect(runs()).toBe(5);
    tab.say({ type: 'retry', id: 1 });
    await expect.poll(runs, { timeout: 5_000 }).toBe(6);
    await wait(1_000);
    expect(runs()).toBe(6);
    expect(api.asked).toEqual([]);
    expect(states(tab).map(({ kind }) => kind)).not.toContain('live');
    await expectServing(attacked);
  });

  test.each<[string, () => string]>([
    ['of a plugin', () => plugin(CREDENTIAL)],
    ['in the file', () => '{token: abc}'],
    ['of a name and a password', () => '{username: jo, password: abc}'],
  ])(
    'a credential %s that the server never takes: it is asked a few times, and what it says is shown',
    async (_, user) => {
      const { api, attacked, tab } = await attack(user(), refusing);
      await says(tab, /who are you/);
      await wait(LONG_MS);
      expect(runs()).toBeLessThanOrEqual(6);
      expect(api.asked.length).toBeLessThanOrEqual(20);
      const { length } = api.asked;
      await wait(2_000);
      expect(api.asked).toHaveLength(length);
      expect(states(tab).map(({ kind }) => kind)).not.toContain('live');
      await expectServing(attacked);
    },
  );
});
