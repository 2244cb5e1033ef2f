import { describe, expect, test } from 'vitest';
import { ANSWER_REASONS, AnswerProblem, answerReason, reasonOfError } from './answer-reasons.ts';

test.each(Object.entries(ANSWER_REASONS))('%s: its values stand in its words', (code, words) => {
  const names = [...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const params = Object.fromEntries(names.map(name => [name, 7]));
  const reason = answerReason(code as 'answered', params as { status: number });
  expect(reason).toEqual({ code, params, message: words.replaceAll(/\{\w+\}/g, '7') });
});

test('no two say the same, but for what is told in the words of another', () => {
  const own = Object.values(ANSWER_REASONS).filter(words => words !== '{detail}');
  expect(new Set(own).size).toBe(own.length);
});

describe('what is told of an error', () => {
  const problem = answerReason('answered', { status: 502 });

  test('its own reason, with what it was made of', () => {
    const cause = new TypeError('socket');
    const error = new AnswerProblem(problem, cause);
    expect(reasonOfError(error)).toBe(problem);
    expect([error.message, error.name, error.cause]).toEqual(['the server answered 502', 'AnswerProblem', cause]);
  });

  test('the reason of any error that has one', () => {
    expect(reasonOfError(Object.assign(new Error('x'), { problem }))).toBe(problem);
  });

  test.each([
    ['an error', new Error('ECONNRESET'), 'requestFailed', 'ECONNRESET', 'ECONNRESET'],
    ['what cannot be read', new SyntaxError('at 1'), 'notReadable', 'the answer cannot be read: at 1', 'at 1'],
    ['a text', 'gone', 'requestFailed', 'gone', 'gone'],
    ['nothing', undefined, 'requestFailed', 'undefined', 'undefined'],
    ['a problem that is none', Object.assign(new Error('x'), { problem: { code: 'a' } }), 'requestFailed', 'x', 'x'],
    ['no problem', Object.assign(new Error('x'), { problem: null }), 'requestFailed', 'x', 'x'],
    ['no error with one', { problem }, 'requestFailed', '[object Object]', '[object Object]'],
  ])('%s', (_title, error, code, message, detail) => {
    expect(reasonOfError(error)).toEqual({ code, message, params: { detail } });
  });
});
