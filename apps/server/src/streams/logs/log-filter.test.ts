import { describe, expect, test } from 'vitest';
import { LOG_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { LogTerm } from '@lanthorn/protocol/stream-queries.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { FilteredLog } from './filtered-log.ts';
import { lineFilter } from './line-filter.ts';
import { patternWeight } from './pattern-weight.ts';

const word = (text: string): LogTerm => ({ text, isPattern: false, ignoresCase: true, isExcluded: false });
const pattern = (text: string): LogTerm => ({ ...word(text), isPattern: true, ignoresCase: false });
const not = (term: LogTerm): LogTerm => ({ ...term, isExcluded: true });

function made(...terms: LogTerm[]) {
  const filter = lineFilter(terms);
  if (typeof filter !== 'function') throw new Error(filter.message);
  return filter;
}

test.each<[string, LogTerm[], string, boolean]>([
  ['a word, whatever its case', [word('Error')], 'an ERROR here', true],
  ['a word as it is written', [{ ...word('Error'), ignoresCase: false }], 'an ERROR here', false],
  ['two words', [word('a'), word('z')], 'only a', false],
  ['a word and not another', [word('get'), not(word('/healthz'))], 'GET /healthz', false],
  ['not a word', [not(word('/healthz'))], 'GET /orders', true],
  ['a pattern', [pattern('time(d )?out')], 'it timed out', true],
  ['a pattern in its case', [pattern('Time')], 'it timed out', false],
  ['a pattern in any case', [{ ...pattern('Time'), ignoresCase: true }], 'it timed out', true],
  ['not a pattern', [not(pattern('^GET'))], 'GET /', false],
  ['signs of a pattern in a word', [word('a.*b')], 'a.*b', true],
  ['letters with colours between them', [word('error: full')], '\u001b[31merror\u001b[0m: full', true],
])('%s', (_title, terms, line, isWanted) => expect(made(...terms)(line)).toBe(isWanted));

test.each([
  ['a(b', { code: 'badPattern', params: { pattern: 'a(b', detail: 'missing closing ): `a(b`' } }],
  [
    'a(?=b)',
    { code: 'badPattern', params: { pattern: 'a(?=b)', detail: 'invalid or unsupported Perl syntax: `(?=`' } },
  ],
  ['(a)\\1', { code: 'badPattern', params: { pattern: '(a)\\1', detail: 'invalid escape sequence: `\\1`' } }],
  ['(a|b){1000}', { code: 'patternTooLarge', params: { pattern: '(a|b){1000}' } }],
])('%s is no pattern here, and it is said why', (text, why) => {
  expect(lineFilter([word('a'), pattern(text)])).toMatchObject(why);
});

test.each([
  ['', 0],
  ['abc', 3],
  ['a{3}', 3],
  ['a{2,5}b', 6],
  ['a{2,}', 2],
  ['(ab){3}', 6],
  ['((ab){3}c){10}', 70],
  ['[a-z]{4}', 4],
  ['[]a{9}]{2}', 2],
  [String.raw`\{9}`, 3],
  [String.raw`\pL{3}`, 153],
  [String.raw`[\p{L}\PN]`, 101],
  ['))((a', 3],
  ['[[:alpha:]]{2}', 2],
])('the weight of %s is %d', (text, weight) => expect(patternWeight(text)).toBe(weight));

test('many patterns together weigh no more than one', () => {
  const each = lineFilter(Array.from({ length: 11 }, () => pattern('a{100}')));
  expect(each).toMatchObject({ code: 'patternTooLarge' });
});

/** A log in parts, and what of it is sent. */
async function sieved(parts: readonly string[], terms: readonly LogTerm[], around = 0) {
  const sent: { readonly channel: number; readonly text: string }[] = [];
  const write = async (channel: number, bytes: Uint8Array) => void sent.push({ channel, text: String(bytes) });
  const clock = new FakeClock();
  const boundary = new Boundary('a log', { clock, faults: THROWN_ON });
  const log = new FilteredLog({ clock, boundary, outlet: { write }, isWanted: made(...terms), around, hasTimes: true });
  for (const part of parts) await log.take(part);
  await log.end();
  const lines = sent.filter(({ channel }) => channel !== LOG_CHANNEL.read);
  return { sent, lines, read: JSON.parse(sent.at(-1)?.text ?? '') as unknown };
}

const at = (i: number) => `2026-11-23T08:00:${String(i).padStart(2, '0')}Z`;
const HIT = LOG_CHANNEL.lines;
const AROUND = LOG_CHANNEL.around;

describe('a log', () => {
  test('is cut anywhere, and its lines are whole; what has no line break at its end is one', async () => {
    const text = `${at(1)} yes 1\n${at(2)} no\n${at(3)} yes 3`;
    for (let i = 0; i <= text.length; i++) {
      const { lines, read } = await sieved([text.slice(0, i), text.slice(i)], [word('yes')]);
      expect(lines.map(line => line.text).join('')).toBe(`${at(1)} yes 1\n${at(3)} yes 3\n`);
      expect(read).toEqual({ lines: 3 });
    }
  });

  test('is not searched in the times of its lines', async () => {
    expect((await sieved([`${at(1)} none\n`], [word('2026')])).lines).toEqual([]);
  });

  test('has lines around those that are wanted, each once and in their order', async () => {
    const text = 'abcXdefgXXhij'.replaceAll(/./g, letter => `${at(0)} ${letter}\n`);
    const { lines } = await sieved([text], [word('X')], 2);
    const letters = lines.map(({ channel, text: of }) => `${channel}${of.replaceAll(/[^a-zX]/g, '')}`);
    // What is next to each other in one flow goes together.
    expect(letters).toEqual([`${AROUND}bc`, `${HIT}X`, `${AROUND}defg`, `${HIT}XX`, `${AROUND}hi`]);
  });

  test('that goes on and says no more is counted to its last line', async () => {
    const read: unknown[] = [];
    const write = async (channel: number, bytes: Uint8Array) => {
      if (channel === LOG_CHANNEL.read) read.push(JSON.parse(String(bytes)));
    };
    const clock = new FakeClock();
    const boundary = new Boundary('a log', { clock, faults: THROWN_ON });
    const isWanted = made(word('yes'));
    const log = new FilteredLog({ clock, boundary, outlet: { write }, isWanted, around: 0, hasTimes: true });
    await log.take(`${at(1)} yes\n`);
    await log.take(`${at(2)} no\n${at(3)} no\n`);
    expect(read).toEqual([{ lines: 1 }]);
    await clock.advance(500);
    expect(read).toEqual([{ lines: 1 }, { lines: 3 }]);
    await log.take(`${at(4)} no\n`);
    log.close();
    await clock.advance(5_000);
    expect(read).toHaveLength(2);
  });

  test('without a line break is taken in parts, and fills no memory', async () => {
    const { read } = await sieved(
      Array.from({ length: 8 }, () => 'x'.repeat(300 * 1024)),
      [word('y')],
    );
    expect(read).toEqual({ lines: 2 });
  });

  test('of which one line in a hundred is wanted costs the tab a hundredth of its bytes', async () => {
    const line = (i: number) =>
      `${at(i % 60)} ${i % 100 === 0 ? 'WARN slow' : 'INFO done'} GET /orders/${i} in ${i % 90} ms`;
    const text = Array.from({ length: 20_000 }, (_, i) => `${line(i)}\n`).join('');
    const parts = text.match(/[^]{1,16384}/g) ?? [];
    const { sent, lines } = await sieved(parts, [pattern('WARN +slow')]);
    expect(
      lines
        .map(each => each.text)
        .join('')
        .split('\n'),
    ).toHaveLength(201);
    expect(sent.reduce((sum, each) => sum + each.text.length, 0) / text.length).toBeLessThan(0.015);
  });
});
