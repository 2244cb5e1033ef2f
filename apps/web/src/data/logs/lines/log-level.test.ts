import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOG_LEVELS, levelOf, prettyJson } from './log-level.ts';

test.each([
  ['{"level":"error","msg":"no info here"}', 'error'],
  ['{"time":1,"level":30,"msg":"ERROR is a word of its text"}', 'info'],
  ['{"level": 50}', 'error'],
  ['{"severity":"WARNING","message":"x"}', 'warn'],
  ['{"msg":"ERROR"}', 'none'],
  ['{"log.level":"debug"}', 'debug'],
  ['time="2026-01-01T00:00:00Z" level=warning msg="disk"', 'warn'],
  ['ts=1 lvl=eror msg=x', 'error'],
  ['I0102 15:04:05.678901    1234 file.go:12] started', 'info'],
  ['E0102 15:04:05.678901    1234 file.go:12] INFO is a word of its text', 'error'],
  ['F0102 15:04:05.678901 1 x.go:1] gone', 'fatal'],
  ['2026-01-02 15:04:05,678 WARN  [main] o.s.Web - slow', 'warn'],
  ['2026-01-02 15:04:05.678 ERROR 1 --- [nio-8080-exec-1] o.a.c.C : failed', 'error'],
  ['[2026-01-02 15:04:05] [notice] [pid 7] resuming', 'info'],
  ['127.0.0.1 - - [02/Jan/2026:15:04:05 +0000] "GET /error HTTP/1.1" 200 12', 'none'],
  ['15:04:05 [DEBUG] x', 'debug'],
  ['DEBUG:root:text', 'debug'],
  ['error: no such file', 'error'],
  ['Warning: deprecated', 'warn'],
  ['panic: runtime error: index out of range', 'fatal'],
  ['Exception in thread "main" java.lang.Error', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['an error happened, and this is a sentence', 'none'],
  ['there was no warning: it fell', 'none'],
  ['2026-01-02T15:04:05Z TRACE x', 'trace'],
  ['<3>CRIT: x', 'fatal'],
  ['constructor: x', 'none'],
  ['', 'none'],
] as const)('%s is %s', (line, level) => {
  expect(levelOf(line)).toBe(level);
});

test('any line has one of the levels; what follows far behind its beginning changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), line => {
      expect(LOG_LEVELS).toContain(levelOf(line));
    }),
  );
  for (const line of ['INFO x', '{"level":"info","text":"', 'level=info ', 'x'])
    expect(levelOf(line.padEnd(2_000) + ' level=error ERROR "level":"error"'.repeat(10))).toBe(levelOf(line));
});

test('a line that is made to be slow is not', () => {
  const lines = ['[', ' A', '"level"', 'level=', '( ', 'AAAAAAAAAAAAAA ', '{"level":'].map(part => part.repeat(10_000));
  const began = performance.now();
  for (const line of lines) for (let i = 0; i < 100; i++) levelOf(line);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('JSON is unfolded, with what stands before it; what is none stays as it is', () => {
  expect(prettyJson('{"a":{"b":[1]}}')).toBe('{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}');
  expect(prettyJson('app: {"a":1}')).toBe('app: {\n  "a": 1\n}');
  for (const line of ['', 'text', '{', '{a}', 'x {"a":1} y']) expect(prettyJson(line)).toBeNull();
});
