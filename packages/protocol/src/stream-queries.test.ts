import { describe, expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { streamQuery, terminalQuery, terminalSize } from './stream-queries.ts';

const takes = (query: unknown) => streamQuery.safeParse(query).success;

const POD = { cluster: 'kind', namespace: 'shop', pod: 'web-1', container: 'app' };
const LOGS = {
  ...{ kind: 'logs', ...POD, follow: true, previous: false, timestamps: true },
  ...{ tailLines: 1_000, sinceTime: '2026-11-29T08:00:00Z', untilTime: '2026-11-29T09:00:00Z' },
};
const TERM = { text: 'error', isPattern: false, ignoresCase: true, isExcluded: false };
const TERMINAL = {
  ...{ kind: 'terminal', ...POD, mode: 'shell', seen: 0, columns: 80, rows: 24 },
  session: '01234567-89ab-cdef-0123-456789abcdef',
};
const PORTS = { kind: 'ports', cluster: 'kind' };

/** Fields of a later page are passed over: which stream is meant stays the same. */
test.each([
  ['logs', LOGS, [': more', 'sinceTime: without', 'untilTime: without']],
  ['terminal', TERMINAL, [': more']],
  ['ports', PORTS, [': more']],
])('%s: every field is needed, and of its type', (_kind, query, but) => {
  expect(tolerated(streamQuery, query)).toEqual(but);
});

test('what is more is not kept: no opener is handed what nobody checked', () => {
  expect(streamQuery.parse({ ...PORTS, unheardOf: 1 })).toEqual(PORTS);
});

test.each([[undefined], [null], ['logs'], [[]], [{}], [{ ...LOGS, kind: 'exec' }], [{ ...PORTS, kind: ['ports'] }]])(
  '%j is no stream',
  query => expect(takes(query)).toBe(false),
);

describe('a log', () => {
  test.each([
    ['of all lines that are kept', { tailLines: 100_000 }],
    ['from now on', { tailLines: 0 }],
    ['of the container that is meant where none is named', { container: '' }],
    ['of some lines, and those around them', { filter: { terms: [TERM], around: 50 } }],
    ['since a part of a second', { sinceTime: '2026-11-29T08:00:00.123456789Z' }],
  ])('%s', (_title, change) => expect(takes({ ...LOGS, ...change })).toBe(true));

  test.each([
    ['more lines than a page holds', { tailLines: 100_001 }],
    ['lines before the first', { tailLines: -1 }],
    ['half a line', { tailLines: 0.5 }],
    ['no number', { tailLines: Number.NaN }],
    ['a pod of another path', { pod: '../secrets' }],
    ['a pod with an escaped slash', { pod: 'web%2f1' }],
    ['no pod', { pod: '' }],
    ['all namespaces', { namespace: '' }],
    ['the folder above', { namespace: '..' }],
    ['half a character', { container: 'app\ud83d' }],
    ['a name without end', { container: 'a'.repeat(1_025) }],
    // Kubernetes reads RFC 3339 and nothing else.
    ['a day', { sinceTime: '2026-11-29' }],
    ['a time of no zone', { sinceTime: '2026-11-29T08:00:00' }],
    ['milliseconds', { sinceTime: 1_790_000_000_000 }],
    ['a day that is none', { sinceTime: '2026-02-30T08:00:00Z' }],
    ['lines around without end', { filter: { terms: [TERM], around: 51 } }],
    ['a filter that asks for nothing', { filter: { terms: [], around: 0 } }],
    ['a filter of empty words', { filter: { terms: [{ ...TERM, text: '' }], around: 0 } }],
    ['a pattern without end', { filter: { terms: [{ ...TERM, text: 'a'.repeat(501) }], around: 0 } }],
    ['patterns without end', { filter: { terms: Array.from({ length: 501 }, () => TERM), around: 0 } }],
    ['to a day', { untilTime: '2026-11-29' }],
    ['a second query', { sinceTime: '2026-11-29T08:00:00Z&follow=true' }],
  ])('not %s', (_title, change) => expect(takes({ ...LOGS, ...change })).toBe(false));
});

describe('a terminal', () => {
  test.each([
    ['what runs in the container', { mode: 'attach' }],
    ['one cell', { columns: 1, rows: 1 }],
    ['the widest and highest', { columns: 1_000, rows: 1_000 }],
    ['one that has written much', { seen: Number.MAX_SAFE_INTEGER }],
  ])('%s', (_title, change) => expect(terminalQuery.safeParse({ ...TERMINAL, ...change }).success).toBe(true));

  test.each([
    ['no cells', { columns: 0 }],
    ['no lines', { rows: 0 }],
    ['cells without end', { columns: 1_001 }],
    ['lines without end', { rows: 1_001 }],
    ['half a cell', { columns: 80.5 }],
    ['a shell of its own choice', { mode: 'sh -c reboot' }],
    ['bytes before the first', { seen: -1 }],
    ['more bytes than can be counted', { seen: 2 ** 53 }],
    ['a session that can be guessed', { session: '1' }],
    ['a longer session', { session: `${TERMINAL.session}0` }],
    ['a session in capitals', { session: TERMINAL.session.toUpperCase() }],
    ['a session and a line', { session: `${TERMINAL.session}\n` }],
  ])('not %s', (_title, change) => expect(terminalQuery.safeParse({ ...TERMINAL, ...change }).success).toBe(false));

  test('its new size is held to the same', () => {
    expect(tolerated(terminalSize, { columns: 80, rows: 24 })).toEqual([': more']);
    for (const size of [
      { columns: 0, rows: 24 },
      { columns: 80, rows: 1_001 },
      { columns: 80.5, rows: 24 },
    ])
      expect(terminalSize.safeParse(size).success).toBe(false);
  });
});
