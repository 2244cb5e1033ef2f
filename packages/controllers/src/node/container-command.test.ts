import { expect, test } from 'vitest';
import { commandPlan } from './container-command.ts';

const planned = (command: readonly string[], args?: readonly string[]) =>
  commandPlan({
    metadata: {},
    spec: { containers: [{ name: 'c', command, ...(args === undefined ? {} : { args }) }] },
  });
const script = (text: string) => planned(['sh', '-c', text]);

test.each([
  [['true'], { durationMs: 100, exitCode: 0, lines: [] }],
  [['/bin/false'], { durationMs: 100, exitCode: 1, lines: [] }],
  [['sleep', '2'], { durationMs: 2000, exitCode: 0, lines: [] }],
  [['sleep', '1m', '1.5'], { durationMs: 61_500, exitCode: 0, lines: [] }],
  [['sleep', 'infinity'], { durationMs: null, exitCode: 0, lines: [] }],
  [['echo', 'a', 'b c'], { durationMs: 100, exitCode: 0, lines: [{ atMs: 0, text: 'a b c' }] }],
])('%j', (command, plan) => {
  expect(planned(command)).toEqual(plan);
});

test.each([
  ['exit 3', 3, []],
  ['echo one; sleep 1; echo "two  three"; exit 2', 2, ['0 one', '1000 two  three']],
  ["echo 'a; b'", null, []],
  ["echo 'it costs $5'", 0, ['0 it costs $5']],
  ['false && echo never; echo always', 0, ['0 always']],
  ['true && false && echo never', 1, []],
  ['echo a\necho b', 0, ['0 a', '0 b']],
  ['sleep 1 && exec sleep 1', 0, []],
  ['exit 3; echo never', 3, []],
  ['false; exit', 1, []],
  ['', 0, []],
])('sh -c %j', (text, exitCode, lines) => {
  const plan = script(text);
  expect(plan?.exitCode ?? null).toBe(exitCode);
  expect(plan?.lines.map(line => `${line.atMs} ${line.text}`) ?? []).toEqual(lines);
});

test('arguments come after the command', () => {
  expect(planned(['sh', '-c'], ['exit 4'])?.exitCode).toBe(4);
});

test.each([
  'echo $HOME',
  'echo "$HOME"',
  'echo `date`',
  'ls',
  'echo a | cat',
  'echo a > /tmp/a',
  'sleep 1 &',
  'sleep soon',
  'exit now',
  'echo a"b"',
  'echo a\\ b',
  'exec',
  'for i in 1 2; do echo; done',
])('nobody can tell what %j does without running it', text => {
  expect(script(text)).toBeNull();
});

test('of several containers, or of none with a command, nothing is told', () => {
  const containers = [{ name: 'a', command: ['true'] }, { name: 'b' }];
  expect(commandPlan({ metadata: {}, spec: { containers } })).toBeNull();
  expect(commandPlan({ metadata: {}, spec: { containers: [{ name: 'a', args: ['true'] }] } })).toBeNull();
  expect(planned(['sh'])).toBeNull();
  expect(planned(['nginx'])).toBeNull();
});
