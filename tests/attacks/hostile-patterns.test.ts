import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Boundary, THROWN_ON } from '../../apps/server/src/faults/boundary.ts';
import { FilteredLog } from '../../apps/server/src/streams/logs/filtered-log.ts';
import { lineFilter } from '../../apps/server/src/streams/logs/line-filter.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { PauseMeter } from './attacked-server.ts';

// Who filters a log sends patterns, and a container writes the lines they run on: the two together may not keep the server from others.

/** What engines that go back over a line take minutes or forever for, or memory without end. */
const PATTERNS = [
  '(a+)+$',
  '(a|aa)+$',
  '(a|a?)+$',
  '([a-z]+)*=',
  '(.*a){20}b',
  '(a?){100}a{100}b',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(b|a)*b(b|a){200}$',
  '\\b(?:[ab]{1,100}\\b){4}x|\\By',
  '(?:[ab]+){1,100}(?:[ab]+){1,100}[ab]+b$',
  '(?i)(?:\\pL|\\pN){9}!',
  '((((a{1,3}){1,3}){1,3}){1,3}){1,3}$',
  `${'('.repeat(200)}a${')'.repeat(200)}`,
  'a|'.repeat(200),
  // Refused before anything is made of them.
  '(a|b){1000}'.repeat(20),
  '((a{1,100}){1,100}){1,100}',
  '\\pL{1000}',
  `${'(?:'.repeat(60)}a${'{2})'.repeat(60)}`,
];

/** Lines of a megabyte, and of what makes a table of states large. */
const LINES = [
  `${'a'.repeat(1_000_000)}!\n`,
  `${Array.from({ length: 200_000 }, (_, i) => (((i * 2_654_435_761) >>> 13) & 1 ? 'b' : 'a')).join('')}\n`,
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n'.repeat(20_000),
];

let pauses: PauseMeter;
beforeEach(() => {
  pauses = new PauseMeter();
});
afterEach(() => pauses.close());

test.each(PATTERNS.map(pattern => [pattern.slice(0, 40), pattern]))('%s', async (_title, pattern) => {
  const isWanted = lineFilter([{ text: pattern, isPattern: true, ignoresCase: false, isExcluded: false }]);
  if (typeof isWanted === 'function') {
    const outlet = { write: async () => {} };
    const boundary = new Boundary('a log', { clock: systemClock, faults: THROWN_ON });
    const log = new FilteredLog({ clock: systemClock, boundary, outlet, isWanted, around: 3, hasTimes: false });
    for (const line of LINES) await log.take(line);
    await log.end();
  } else expect(isWanted.code).toBe('patternTooLarge');
  await pause(30);
  expect(pauses.take()).toBeLessThan(250);
});
