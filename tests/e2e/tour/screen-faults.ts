import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const IN_PAGE = readFileSync(join(import.meta.dirname, 'faults-in-page.mjs'), 'utf8');
const LOCALES = join(import.meta.dirname, '../../../apps/web/src/ui/locales');
const wordsOf = (name: string) =>
  JSON.parse(readFileSync(join(LOCALES, `${name}.json`), 'utf8')) as Readonly<Record<string, string>>;

/** What is called otherwise in Chinese, of more than a word: a word may be one of Kubernetes, or the name of an object. */
const ENGLISH = (() => {
  const zh = wordsOf('zh-CN');
  const kept = new Set(Object.values(zh));
  return [...Object.entries(wordsOf('en')), ...Object.entries(wordsOf('en-later'))].flatMap(([key, text]) =>
    zh[key] === undefined || !text.includes(' ') || text.includes('{{') || kept.has(text) ? [] : [text],
  );
})();

/** What is wrong with the screen that a page shows: cut or overlapping texts, controls out of reach, columns of nothing, English among Chinese. */
export function screenFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`${IN_PAGE}\nscreenFaults(${JSON.stringify(ENGLISH)})`);
}
