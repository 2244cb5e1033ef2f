import { expect, test } from 'vitest';
import { answerReason, ANSWER_REASONS } from '@lanthorn/kube/api/answer-reasons.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { ERROR_KINDS, type ErrorKind, problem, problemOf } from './error-kinds.ts';
import { TROUBLE_KINDS } from './trouble-kinds.ts';

const entries = Object.entries(ERROR_KINDS);

test('no two tables have the same code: one would hide the other', () => {
  const own = entries.length - Object.keys(TROUBLE_KINDS).length - Object.keys(ANSWER_REASONS).length;
  expect(own).toBeGreaterThan(20);
  expect(Object.keys(TROUBLE_KINDS).filter(code => Object.hasOwn(ANSWER_REASONS, code))).toEqual([]);
  for (const [code, words] of [...Object.entries(TROUBLE_KINDS), ...Object.entries(ANSWER_REASONS)])
    expect(ERROR_KINDS[code as ErrorKind]).toBe(words);
});

/** Made of what another said alone: who says it differs, and a page words it in its own way. */
const OF_ANOTHER = ['loginFailed', 'serverSays', 'requestFailed'];

test('no two codes say the same', () => {
  const seen = new Map<string, string>();
  for (const [code, words] of entries.filter(([each]) => !OF_ANOTHER.includes(each))) {
    expect([code, seen.get(words)]).toEqual([code, undefined]);
    seen.set(words, code);
  }
});

test.each(entries)('%s: words of one line, in whole braces, that a sentence goes on with', (code, words) => {
  expect(code).toMatch(/^[a-z][A-Za-z0-9]+$/);
  expect(words).toBe(words.trim());
  expect(words).not.toMatch(/[\n\t]|\.$|\s\s/);
  // A brace that is not closed would be told as it stands.
  expect(words.replaceAll(/\{[a-z][A-Za-z]*\}/g, '')).not.toMatch(/[{}]/);
});

test.each(entries)('%s: each of its values stands in its words once it is told', (code, words) => {
  const names = [...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const params = Object.fromEntries(names.map(name => [name, `<${name}>`]));
  const told = problem(code as ErrorKind, params as never);
  expect(told).toEqual({ code, params, message: words.replaceAll('{', '<').replaceAll('}', '>') });
});

test('a refusal of our own is told from one of an API server', () => {
  const status = readStatus(404, '{"kind":"Status","reason":"NotFound"}');
  const own = problem('nameTaken', {});
  expect(problemOf(null)).toBeNull();
  expect(problemOf(status)).toBeNull();
  expect(problemOf({ ...status, problem: own } as never)).toEqual(own);
  expect(problemOf({ ...status, problem: answerReason('noDiscovery', {}) } as never)?.code).toBe('noDiscovery');
  // Another server may say something of that name, too.
  for (const foreign of [{}, { code: 404 }, 'gone'])
    expect(problemOf({ ...status, problem: foreign } as never)).toBeNull();
});
