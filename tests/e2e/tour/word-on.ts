import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { must } from '@lanthorn/base/assert.ts';

const LOCALES = join(import.meta.dirname, '../../../apps/web/src/ui/locales');
const read = (name: string) =>
  JSON.parse(readFileSync(join(LOCALES, `${name}.json`), 'utf8')) as Readonly<Record<string, string>>;
const WORDS = { en: { ...read('en'), ...read('en-later') }, zh: read('zh-CN') };

/** A word of the catalogue in the language that a page is shown in. */
export async function wordOn(page: Page, key: string): Promise<string> {
  const language = (await page.locator('html').getAttribute('lang')) ?? '';
  return must((language.startsWith('zh') ? WORDS.zh : WORDS.en)[key], `the catalogue has ${key}`);
}
