import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGallery } from '../../../tools/gallery.mjs';
import { launchPinnedBrowser } from '../browser.ts';

// Every part of `ui` as it looks: the browser comes from npm and the fonts are ours, so a picture is the same on every machine.
// PICTURES=update npx vitest run --project e2e tests/e2e/screens/gallery.test.ts takes them anew, after one has looked at them.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOLDER = join(import.meta.dirname, 'pictures');
const isUpdate = process.env['PICTURES'] === 'update';
/** Of all pixels: the edge of a letter may be drawn otherwise, a colour or a line may not. */
const MOST_DIFFERENT = 0.002;

/** A sheet, and the button that is pressed on it. */
const SHEETS: readonly { readonly name: string; readonly press: string }[] = [
  { name: 'buttons', press: '' },
  { name: 'fields', press: '' },
  { name: 'data', press: '' },
  { name: 'status', press: '' },
  { name: 'layers', press: 'Menu' },
  { name: 'layers', press: 'Popover' },
  { name: 'dialog', press: '' },
];

let browser: Browser;
let gallery: Awaited<ReturnType<typeof startGallery>>;
beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchPinnedBrowser(), startGallery()]);
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await gallery.stop();
});

describe.each(['light', 'dark'])('in the %s scheme', theme => {
  test.each(SHEETS)('$name $press', async ({ name, press }) => {
    const page = await openSheet({ name, press, theme, language: 'en' });
    expect(await violations(page)).toEqual([]);
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const file = join(FOLDER, `${[name, press.toLowerCase(), theme].filter(part => part !== '').join('-')}.png`);
    if (isUpdate) writeFileSync(file, picture);
    expect(existsSync(file), `${file} is there`).toBe(true);
    expect(await shareDifferent(page, readFileSync(file), picture)).toBeLessThan(MOST_DIFFERENT);
    await page.context().close();
  });

  test.each(SHEETS)('$name $press in Chinese', async ({ name, press }) => {
    const page = await openSheet({ name, press, theme, language: 'zh-CN' });
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

interface Sheet {
  readonly name: string;
  readonly press: string;
  readonly theme: string;
  readonly language: string;
}

async function openSheet({ name, press, theme, language }: Sheet): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 760, height: 700 } });
  const page = await context.newPage();
  await page.goto(`${gallery.url}?sheet=${name}&theme=${theme}&language=${language}`);
  await page.locator('main h1').waitFor();
  if (press !== '') await page.getByRole('button', { name: press, exact: true }).click();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`);
  });
}

/** Read by the browser itself. Less than 48 in red, green and blue together is the smoothing of an edge. */
const COMPARE = `async (one, other) => {
  const pixels = async base64 => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let different = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const distance = [0, 1, 2].reduce((sum, c) => sum + Math.abs(a.data[i + c] - b.data[i + c]), 0);
    if (distance > 48) different++;
  }
  return different / (a.width * a.height);
}`;

/** The share of pixels that differ to the eye; all of them where the sizes differ. */
async function shareDifferent(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(`(${COMPARE})('${before.toString('base64')}', '${after.toString('base64')}')`);
}
