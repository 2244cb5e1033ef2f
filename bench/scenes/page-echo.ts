import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import type { Lanthorn } from '../../tests/e2e/harness.ts';
import { pressAction } from '../../tests/e2e/press-action.ts';
import { ms, percentile, report, sleep } from '../instruments/report.ts';

const KEYS = 200;
/** Nobody types to a beat: so long between keys at most. */
const MAX_PAUSE_MS = 120;
const SETTLE_MS = 3_000;

/** The steps of an echo, each in milliseconds from the key. */
const STEPS = ['taken', 'sent', 'back', 'changed', 'drawn'] as const;
type Echo = Readonly<Record<(typeof STEPS)[number], number>>;

/**
 * In the page, from its first moment: when a key was pressed, when the page took it and sent it on, when its echo was back, when the row had
 * changed, and when that frame was done.
 */
const WATCH = `(() => {
  let echo = null;
  const idOf = bytes => new DataView(bytes.buffer ?? bytes, bytes.byteOffset ?? 0).getUint32(0);
  const channelOf = bytes => new DataView(bytes.buffer ?? bytes, bytes.byteOffset ?? 0).getUint8(4);
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (echo === null || typeof data === 'string' || echo.back !== undefined) return;
        if (idOf(data) === echo.id && channelOf(data) === 1) echo.back = performance.now();
      });
    }
    send(data) {
      if (echo !== null && typeof data !== 'string' && echo.sent === undefined) {
        echo.sent = performance.now();
        echo.id = idOf(data);
      }
      super.send(data);
    }
  };
  addEventListener('keydown', ({ timeStamp }) => {
    if (echo !== null) Object.assign(echo, { at: timeStamp, taken: performance.now() });
  }, { capture: true });
  globalThis.watchEcho = row => new Promise((resolve, reject) => {
    echo = {};
    globalThis.isWatching = true;
    const late = setTimeout(() => reject(new Error('no echo')), 20000);
    const seen = new MutationObserver(() => {
      if (echo?.back === undefined) return;
      seen.disconnect();
      echo.changed = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          echo.drawn = performance.now();
          const { at, id, ...steps } = echo;
          echo = null;
          clearTimeout(late);
          resolve(Object.fromEntries(Object.entries(steps).map(([step, when]) => [step, when - at])));
        };
        port2.postMessage(0);
      });
    });
    seen.observe(document.querySelectorAll('.xterm-rows')[row], { childList: true, subtree: true, characterData: true });
  });
})()`;

/** A key and its echo in one of the terminals that a page shows. */
async function key(page: Page, row: number): Promise<Echo> {
  const echo = page.evaluate<Echo>(`watchEcho(${row})`);
  await page.waitForFunction('globalThis.isWatching === true');
  await page.evaluate('globalThis.isWatching = false');
  await page.keyboard.press('x');
  return echo;
}

interface Beside {
  readonly lanthorn: Lanthorn;
  readonly pod: string;
  readonly flood: string;
  /** A key of a plain client of the same API server, in a shell of its own. */
  readonly own: () => Promise<void>;
  /** The same of a client of Lanthorn's protocol. */
  readonly through: () => Promise<void>;
}

/** The echo in a page with two terminals side by side, by turns with clients of the API server and of Lanthorn. */
export async function pageEcho({ lanthorn, pod, flood, own, through }: Beside): Promise<void> {
  const browser = await launchBrowser();
  const { page } = await openPage(browser, `${lanthorn.origin}${pod}`, { viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await page.reload();
  await pressAction(page, 'Terminal');
  await page.locator('[data-phase="live"]').waitFor();
  await page.getByRole('button', { name: 'Show beside' }).click();
  await page.getByRole('menuitem', { name: 'New terminal in box' }).click();
  await page.locator('[data-phase="live"]').nth(1).waitFor();
  const focus = (row: number) => page.locator('[data-terminal] textarea').nth(row).focus();
  const measure = async (what: string) => {
    const [echoes, owns, throughs]: [Echo[], number[], number[]] = [[], [], []];
    const timed = async (ask: () => Promise<void>) => {
      const from = performance.now();
      await ask();
      return performance.now() - from;
    };
    for (let i = 0; i < KEYS; i++) {
      echoes.push(await key(page, 1));
      await sleep(Math.random() * MAX_PAUSE_MS);
      owns.push(await timed(own));
      await sleep(Math.random() * MAX_PAUSE_MS);
      throughs.push(await timed(through));
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
    const words = (times: readonly number[]) => [0.5, 0.9, 0.99].map(p => ms(percentile(times, p))).join(' / ');
    const [p99, floor] = [
      percentile(
        echoes.map(({ changed }) => changed),
        0.99,
      ),
      percentile(owns, 0.99),
    ];
    report(
      `${what}: echo in a page, p50 / p90 / p99 (the API server itself)`,
      words(echoes.map(({ changed }) => changed)),
      words(owns),
    );
    report(`${what}: above it at the 99th (budget 30 ms)`, ms(p99 - floor));
    report(`${what}: a protocol client meanwhile`, words(throughs));
    for (const step of STEPS) report(`${what}: from the key until ${step}`, words(echoes.map(echo => echo[step])));
  };
  await focus(1);
  await sleep(SETTLE_MS);
  await measure('a quiet page');
  await focus(0);
  await page.keyboard.insertText(flood.trimEnd());
  await page.keyboard.press('Enter');
  await focus(1);
  await sleep(SETTLE_MS);
  await measure('another terminal of the page floods');
  await browser.close();
}
