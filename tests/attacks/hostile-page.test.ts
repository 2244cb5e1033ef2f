import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../e2e/browser.ts';
import { eventually } from '../e2e/harness.ts';

/** What the program prints, and how it is ended. */
interface Started {
  readonly output: () => string;
  /** The newest address. */
  readonly address: () => string;
  stop(): void;
}

/** As a person starts it, whose browser is a script that keeps what it was called with. */
async function start(): Promise<Started & { readonly opened: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-opener-'));
  const opened = join(folder, 'opened');
  const script = join(folder, 'browser');
  writeFileSync(script, `#!/bin/sh\necho "$@" > ${opened}\n`, { mode: 0o755 });
  const program = join(import.meta.dirname, '../../tools/lanthorn.mjs');
  const child = spawn(process.execPath, [program, '--demo', '--port', '0', '--data', join(folder, 'data')], {
    env: { ...process.env, HOME: folder, BROWSER: script },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += String(chunk);
    });
  await eventually(() => /If your browser does not find it:\n {2}\S+/.test(output), 'it is ready', 60_000);
  return {
    opened,
    output: () => output,
    address: () => [...output.matchAll(/Lanthorn is ready at (\S+)/g)].at(-1)?.[1] ?? '',
    stop: () => child.kill('SIGINT'),
  };
}

/** Another program on this machine, such as a forwarded port: it keeps all that browsers send it. */
async function neighbour(): Promise<{ server: Server; port: number; heard: IncomingHttpHeaders[] }> {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    response.setHeader('content-type', 'text/html');
    response.end('<p>neighbour</p>');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, heard };
}

describe('a page at another port of this machine', () => {
  let lanthorn: Awaited<ReturnType<typeof start>>;
  let other: Awaited<ReturnType<typeof neighbour>>;
  let browser: Browser;
  beforeAll(async () => {
    [lanthorn, other, browser] = await Promise.all([start(), neighbour(), launchBrowser()]);
  });
  afterAll(async () => {
    lanthorn.stop();
    other.server.closeAllConnections();
    other.server.close();
    await browser.close();
  });

  const enter = async (address: string) => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByTestId('overview').waitFor();
    return { context, page };
  };

  test('is sent no session, and gets nothing with what it can make the browser send', async () => {
    const { context, page } = await enter(lanthorn.address());
    const { origin, hostname } = new URL(page.url());
    expect(hostname).toMatch(/^lanthorn-[a-z0-9]{12}\.localhost$/);
    const foreign = await context.newPage();
    for (const name of ['127.0.0.1', 'localhost', 'x.localhost']) {
      await foreign.goto(`http://${name}:${other.port}/`);
      // What a page can do to another origin: none of it may be read, and none may change anything.
      const got = await foreign.evaluate(async target => {
        const read = (options: RequestInit) =>
          fetch(`${target}/api/clusters`, options).then(
            answer => `${answer.type} ${answer.status}`,
            () => 'refused',
          );
        const socket = await new Promise<string>(resolve => {
          const opened = new WebSocket(`${target.replace('http', 'ws')}/socket`);
          opened.onopen = () => resolve('open');
          opened.onerror = () => resolve('refused');
        });
        return [
          await read({ credentials: 'include' }),
          await read({ mode: 'no-cors', credentials: 'include' }),
          socket,
        ];
      }, origin);
      expect(got).toEqual(['refused', 'refused', 'refused']);
    }
    expect(other.heard.length).toBeGreaterThan(2);
    expect(other.heard.map(({ cookie }) => cookie ?? '')).toEqual(other.heard.map(() => ''));
    await context.close();
  });

  test('an address that was used lets nobody in, and the terminal has a fresh one', async () => {
    const used = lanthorn.address();
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(used);
    await page.getByText('This address has let somebody in already').waitFor();
    const fresh = await eventually(() => lanthorn.address() !== used && lanthorn.address(), 'a fresh address');
    await context.close();
    await (await enter(fresh)).context.close();
  });

  test('the command line of the browser holds neither the session nor our host name, and its code works once', async () => {
    const opened = await eventually(() => readOr(lanthorn.opened), 'the browser is called');
    expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/launch\/\S{32}$/);
    const { context, page } = await enter(opened);
    expect(new URL(page.url()).hostname).toMatch(/^lanthorn-/);
    const [cookie] = await context.cookies();
    expect([cookie?.httpOnly, cookie?.sameSite, cookie?.domain]).toEqual([
      true,
      'Strict',
      new URL(page.url()).hostname,
    ]);
    expect(opened).not.toContain(cookie?.value);
    for (const line of commandLines()) expect(line).not.toContain(cookie?.value);
    // Whoever else had read it comes second: the session that came of it ends, and the person sees it.
    const second = await fetch(opened);
    expect(second.status).toBe(401);
    expect((await page.request.get(`${new URL(opened).origin}/api/clusters`)).status()).toBe(401);
    await eventually(
      async () => (await page.evaluate(() => fetch('/api/clusters').then(({ status }) => status))) === 401,
      'it ends',
    );
    await context.close();
  });

  test('a browser that does not find our host name may stay, once it was said what that means', async () => {
    const used = lanthorn.address();
    await fetch(`http://127.0.0.1:${new URL(used).port}${new URL(used).pathname}`);
    const address = await eventually(async () => {
      if (lanthorn.address() !== used) return lanthorn.address();
      await fetch(`http://127.0.0.1:${new URL(used).port}${new URL(used).pathname}`);
      return null;
    }, 'a fresh address');
    const context = await browser.newContext({ locale: 'en-US' });
    await context.route('http://lanthorn-*.localhost:*/**', route => route.abort('namenotresolved'));
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${new URL(address).port}${new URL(address).pathname}`);
    await page.getByRole('link', { name: /Open it here instead\. Other programs/ }).click();
    await page.getByTestId('overview').waitFor();
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    await context.close();
  });
});

function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Of every process of this machine that lets it be read (Linux). */
function commandLines(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => readOr(`/proc/${pid}/cmdline`) ?? '');
}
