import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '../..');
/** What writes a moment, or reads one, by a zone or a language of its own choice. */
const OWN_WORDS =
  /\bDateTimeFormat\b|\.toLocale(?:Time|Date)String\(|\.to(?:Date|Time|GMT|UTC)String\(|\.get(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(|\bRelativeTimeFormat\b/;

function files(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return /\.tsx?$/.test(name) && !name.includes('.test.') ? [path] : [];
  });
}

test('times are put into words in one place, which knows the zone and the way the reader likes them', () => {
  const found = files(SOURCE)
    .filter(file => OWN_WORDS.test(readFileSync(file, 'utf8')))
    .map(file => relative(SOURCE, file));
  expect(found).toEqual(['ui/time/time-text.ts']);
});
