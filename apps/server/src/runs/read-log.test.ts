import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { Ask } from './ask-server.ts';
import { readLog } from './read-log.ts';

const PLACE = { namespace: 'n', pod: 'p', container: 'c' };

/** As a kubelet reads a log (k8s.io/cri-client, pkg/logs): it finds the last lines, and then counts bytes from the first of them. */
function kubelet(log: string) {
  const asked: string[] = [];
  const ask: Ask = async ({ query = {} }) => {
    asked.push(query['tailLines'] ?? '');
    const lines = log.split(/(?<=\n)/);
    const tail = Buffer.from(lines.slice(-Number(query['tailLines'])).join(''));
    return { text: tail.subarray(0, Number(query['limitBytes'])).toString(), refusal: null };
  };
  return { ask, asked };
}

const numbered = (count: number, width = 1) =>
  Array.from({ length: count }, (_, i) => `${`line ${i}`.padEnd(width)}\n`).join('');

test.each([
  ['nothing', ''],
  ['one line without an end', 'fatal: no space left'],
  ['200 lines', numbered(200)],
])('%s is kept whole, and nothing is said to be cut', async (_what, log) => {
  expect(await readLog(kubelet(log).ask, PLACE)).toEqual({ log, logCut: null, logProblem: '', logRefusal: null });
});

test('of more lines the last are kept, and it is said that there were others', async () => {
  const { log, logCut } = await readLog(kubelet(numbered(1_000)).ask, PLACE);
  expect(log.split('\n')).toHaveLength(201);
  expect(log.startsWith('line 800\n') && log.endsWith('line 999\n')).toBe(true);
  expect(logCut).toEqual({ lines: 1, bytes: 'line 799\n'.length, hasOlder: true, isEndMissing: false });
});

test('of lines that are long the last characters are kept; lines and bytes before them are counted', async () => {
  const { log, logCut } = await readLog(kubelet(numbered(100, 1_023)).ask, PLACE);
  expect(log).toHaveLength(64 * 1024);
  expect(log).toContain('line 99 ');
  expect(logCut).toEqual({ lines: 36, bytes: 36 * 1_024, hasOlder: false, isEndMissing: false });
});

test('the end is kept, were the last lines longer than is read at once: fewer of them are asked for', async () => {
  const { ask, asked } = kubelet(`${numbered(190, 20_000)}${numbered(10, 100)}fatal: the disk is full\n`);
  const { log, logCut } = await readLog(ask, PLACE);
  expect(asked).toEqual(['201', '11']);
  expect(log.endsWith('fatal: the disk is full\n')).toBe(true);
  expect(logCut).toMatchObject({ hasOlder: true, isEndMissing: false });
});

test('of a last line that is longer than is read it is said that its end is missing', async () => {
  const { log, logCut } = await readLog(kubelet(`first\n${'x'.repeat(3_000_000)}`).ask, PLACE);
  expect(log).toHaveLength(64 * 1024);
  expect(logCut).toMatchObject({ isEndMissing: true });
});

test('bytes are counted, not characters', async () => {
  const { logCut } = await readLog(kubelet(`${'é'.repeat(70_000)}\n`).ask, PLACE);
  expect(logCut).toEqual({ lines: 0, bytes: 2 * (70_001 - 64 * 1024), hasOlder: false, isEndMissing: false });
});

test('a log that may not be read says so in the words of the server', async () => {
  const reason = answerReason('serverSays', { detail: 'pods "p" is forbidden' });
  const refusal = { code: 403, reason };
  const refused = await readLog(async () => ({ text: null, refusal }), PLACE);
  expect(refused).toEqual({ log: '', logCut: null, logProblem: 'pods "p" is forbidden', logRefusal: reason });
});
