import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser, newPage } from '../browser.ts';
import { type Lanthorn, startCluster, startLanthorn, type Witness } from '../harness.ts';
import { screenFaults } from './screen-faults.ts';
import { LONG_LABEL, LONG_NAME, TOUR_STOPS, type TourCluster, type TourStop } from './tour-stops.ts';

// Every screen in every size and colour, as files to be looked at: npm run tour -- --to FOLDER [--only pods,node] [--views wide,phone] [--pods 100000]

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    only: { type: 'string' },
    views: { type: 'string' },
    pods: { type: 'string', default: '100000' },
  },
});
if (values.to === undefined) throw new Error('say where the pictures go: npm run tour -- --to FOLDER');
const folder = values.to;

/** A list of 100,000 on slow cores that others use as well. */
const READY_MS = 60_000;

/** How each screen is seen. */
const VIEWS: Readonly<Record<string, BrowserContextOptions>> = {
  wide: { viewport: { width: 1440, height: 900 } },
  'wide-dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  'wide-chinese': { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' },
  middle: { viewport: { width: 1024, height: 768 } },
  phone: { viewport: { width: 390, height: 844 } },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  /** 1440 pixels at a zoom of 200 %. */
  zoomed: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
};

interface Started {
  /** Null where it runs elsewhere. */
  readonly cluster: Witness | null;
  readonly lanthorn: Lanthorn;
  readonly stop: () => void;
}

interface Place {
  readonly context: string;
  readonly start: () => Promise<Started>;
}

async function startAt(name: string, options: Parameters<typeof startCluster>[1] = {}) {
  const cluster = await startCluster(name, options);
  const lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  return { cluster, lanthorn, stop: () => cluster.stop() };
}

/** Three of each, one of them called and described as long as may be. Nothing runs there. */
async function startFew() {
  const few = await startAt('few', { isBare: true });
  const make = async (path: string, object: Readonly<Record<string, unknown>>) => {
    const answer = await few.cluster.other('POST', path, object);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  };
  const labels = { app: 'x'.repeat(63), [`${'long.prefix.'.repeat(5)}example.org/${LONG_LABEL}`]: LONG_LABEL };
  const annotations = { note: 'what somebody wrote about it without any end '.repeat(12) };
  const image = `registry.${'a-long-path/'.repeat(12)}image:1.0.0-${'b'.repeat(60)}`;
  const inDefault = '/api/v1/namespaces/default';
  await make('/api/v1/namespaces', { metadata: { name: LONG_LABEL } });
  await make(`${inDefault}/serviceaccounts`, { metadata: { name: 'default' } });
  for (const name of ['one', 'two', LONG_NAME]) {
    await make(`${inDefault}/configmaps`, { metadata: { name, labels, annotations }, data: { [LONG_NAME]: image } });
    const env = [{ name: 'ADDRESS', value: image }];
    const containers = [{ name: LONG_LABEL, image, env, ports: [{ containerPort: 8080 }] }];
    await make(`${inDefault}/pods`, { metadata: { name, labels, annotations }, spec: { containers } });
  }
  await make(`${inDefault}/services`, {
    metadata: { name: LONG_LABEL },
    spec: { selector: { app: labels.app }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  return few;
}

/** In a process of its own: what keeps so many pods alive leaves no time for a browser beside it. */
async function startHuge(): Promise<Started> {
  const home = mkdtempSync(join(tmpdir(), 'lanthorn-tour-'));
  const kubeconfig = join(home, 'huge.yaml');
  const program = join(import.meta.dirname, '../../../tools/cluster.mjs');
  const cluster = spawn(
    process.execPath,
    ['--max-old-space-size=8192', program, '--port', '0', '--kubeconfig', kubeconfig, '--pods', values.pods],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // However the tour ends.
  process.once('exit', () => {
    cluster.kill();
    rmSync(home, { recursive: true });
  });
  await new Promise<void>((resolve, reject) => {
    cluster.stdout.on('data', (text: Buffer) => {
      if (text.includes('is ready at')) resolve();
    });
    cluster.once('exit', code => reject(new Error(`the cluster ended with ${code}`)));
  });
  const lanthorn = await startLanthorn('--port', '0', '--kubeconfig', kubeconfig);
  return { cluster: null, lanthorn, stop: () => cluster.kill() };
}

async function startGone() {
  const gone = await startAt('gone', { isBare: true });
  gone.stop();
  return gone;
}

const PLACES: Readonly<Record<TourCluster, Place>> = {
  demo: { context: 'demo', start: () => startAt('demo', { seed: 1 }) },
  viewer: { context: 'demo-viewer', start: () => startAt('demo', { seed: 1 }) },
  few: { context: 'few', start: startFew },
  huge: { context: 'lanthorn-demo', start: startHuge },
  gone: { context: 'gone', start: startGone },
  none: { context: 'none', start: startGone },
};

/** A screen as a file, and what is wrong with it. */
async function picture(
  browser: Browser,
  { cluster, lanthorn }: Started,
  { stop, view }: { stop: TourStop; view: string },
) {
  const path = `/c/${PLACES[stop.cluster].context}${stop.path}`;
  const { page, errors } = await newPage(browser, lanthorn.url, VIEWS[view]);
  const faults: string[] = [];
  try {
    // On a busy machine that may fail for one: the others are looked at all the same.
    await page.goto(`${lanthorn.origin}${path}`);
    if (cluster !== null) await stop.given?.(cluster);
    await page.locator(stop.ready).first().waitFor({ timeout: READY_MS });
    await stop.prepare?.(page);
    await page.waitForTimeout(1_200);
    faults.push(...(await screenFaults(page)));
  } catch (error) {
    faults.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  await page.screenshot({ path: join(folder, `${stop.name}--${view}.png`) });
  await page.context().close();
  // What is asked of a cluster that is not there fails, and the browser says so.
  const said = ['gone', 'none'].includes(stop.cluster)
    ? errors.filter(text => !text.startsWith('Failed to load'))
    : errors;
  return [...faults, ...said.map(text => `console: ${text}`)].map(text => `${stop.name} ${view}: ${text}`);
}

mkdirSync(folder, { recursive: true });
const only = values.only?.split(',');
const views = Object.keys(VIEWS).filter(view => values.views?.split(',').includes(view) ?? true);
const stops = TOUR_STOPS.filter(({ name }) => only?.includes(name) ?? true);
const browser = await launchBrowser();
const faults: string[] = [];
for (const [cluster, place] of Object.entries(PLACES)) {
  const here = stops.filter(stop => stop.cluster === cluster);
  if (here.length === 0) continue;
  const started = await place.start();
  for (const stop of here) for (const view of views) faults.push(...(await picture(browser, started, { stop, view })));
  await started.lanthorn.stop();
  started.stop();
}
writeFileSync(join(folder, 'faults.txt'), `${faults.join('\n')}\n`);
console.log(`${stops.length * views.length} pictures in ${folder}, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
await browser.close();
process.exit(faults.length === 0 ? 0 : 1);
