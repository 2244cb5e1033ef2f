import { execFileSync } from 'node:child_process';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import { sessionAt } from './sessions.ts';

/** `$CHROMIUM`, else one on PATH, else the one from npm. */
async function executable(): Promise<string> {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  for (const name of ['chromium', 'chromium-browser']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return pinnedExecutable();
}

/** The one from npm, of which there is one version. */
async function pinnedExecutable(): Promise<string> {
  // Where the system lacks libnss3 and friends, the package brings its own when it believes to be there.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  return chromium.executablePath();
}

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await executable(), args: ARGS });
}

/** For what must look the same on every machine. */
export async function launchPinnedBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await pinnedExecutable(),
    args: [...ARGS, '--font-render-hinting=none', '--disable-lcd-text'],
  });
}

export interface OpenPage {
  readonly page: Page;
  /** What the page wrote to its console as an error, and exceptions nobody caught. */
  readonly errors: string[];
}

/** A fresh tab at an address. It goes there at once: each page loaded on the way is two seconds on slow cores. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await newPage(browser, url, options);
  await opened.page.goto(url);
  return opened;
}

/** A fresh tab with its own cookies that is nowhere yet; the locale is always named, since headless browsers have odd ones. */
export async function newPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const session = sessionAt(url);
  // Of the whole page, wherever it begins: a cookie goes with the folder of its address.
  const site = { url: new URL(url).origin, httpOnly: true, sameSite: 'Strict' } as const;
  if (session !== undefined) await context.addCookies([{ ...session, ...site }]);
  const page = await context.newPage();
  if (expect.getState().currentTestName !== undefined)
    onTestFailed(async ({ task }) => {
      if (page.isClosed()) return;
      const [error] = task.result?.errors ?? [];
      if (error !== undefined) error.message += await whatIsOn(page);
    });
  const errors: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', error => errors.push(String(error)));
  return { page, errors };
}

/** What a test that failed leaves to be read: the words on its page. */
async function whatIsOn(page: Page): Promise<string> {
  const words = await page.locator('main').innerText({ timeout: 2_000 });
  return `\nOn the page ${page.url()}:\n${words.replaceAll(/\n\d*(?=\n)/g, '').slice(0, 4_000)}`;
}

/** A fresh tab at a path of a Lanthorn. */
export function openAt(
  browser: Browser,
  { origin }: { readonly origin: string },
  { path, options }: { readonly path: string; readonly options?: BrowserContextOptions | undefined },
): Promise<OpenPage> {
  return openPage(browser, `${origin}${path}`, options);
}

/** The page's sockets from now on, newest last; each can be cut on both sides, as a network does. */
export async function cuttableSockets(
  page: Page,
): Promise<readonly { close(options: { code: number }): Promise<void> }[]> {
  const sockets: { close(options: { code: number }): Promise<void> }[] = [];
  await page.routeWebSocket('**/socket', socket => {
    const server = socket.connectToServer();
    socket.onMessage(message => server.send(message));
    server.onMessage(message => socket.send(message));
    sockets.push({
      close: async options => {
        await server.close(options);
        await socket.close(options);
      },
    });
  });
  return sockets;
}
