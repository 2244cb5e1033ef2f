import { expect, test } from 'vitest';
import { MAX_JSON_DEPTH } from '@lanthorn/base/json-depth.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { boundedAnswer } from './bounded-answer.ts';

const REQUEST = { method: 'GET', path: '/api/v1/namespaces/mon/services/prom:9090/proxy/api/v1/query' } as const;

/** Asks a program that says these chunks, and goes on for ever where one is null. Tells what came, and how often it was told to stop. */
async function asked(chunks: readonly (string | null)[], { status = 200, waits = 0 } = {}) {
  const clock = new FakeClock();
  let sent = 0;
  let stopped = 0;
  const source: ApiSource = {
    async send(_request, signal) {
      const stop = signal as AbortSignal;
      stop.addEventListener('abort', () => stopped++);
      async function* body() {
        for (const chunk of chunks) {
          if (chunk === null)
            await new Promise((_resolve, reject) => stop.addEventListener('abort', () => reject(new Error('aborted'))));
          sent++;
          yield chunk ?? '';
        }
      }
      return { status, headers: {}, warnings: [], body: body() };
    },
  };
  const answer = boundedAnswer(source, clock, REQUEST).then(
    value => ({ value }),
    (error: unknown) => ({ code: reasonOfError(error).code, params: reasonOfError(error).params }),
  );
  await clock.advance(waits);
  return { answer: await answer, sent, stopped, timers: clock.pendingTimers };
}

test('an answer in parts is read whole, and leaves nothing behind', async () => {
  expect(await asked(['{"status":', '"success"}'])).toEqual({
    ...{ answer: { value: { status: 'success' } }, sent: 2 },
    ...{ stopped: 1, timers: 0 },
  });
});

test('one without end is read to its bound and no further', async () => {
  const chunk = 'a'.repeat(64 * 1024);
  const { answer, sent, stopped } = await asked(Array.from({ length: 100 }, () => chunk));
  expect(answer).toEqual({ code: 'answerTooLong', params: { most: 512 * 1024 } });
  expect([sent, stopped]).toEqual([9, 1]);
});

test('the longest that is read is read', async () => {
  const text = `"${'a'.repeat(512 * 1024 - 2)}"`;
  expect((await asked([text])).answer).toEqual({ value: text.slice(1, -1) });
});

test('one that nests without end is not parsed', async () => {
  expect((await asked(['['.repeat(MAX_JSON_DEPTH + 1), ']'.repeat(MAX_JSON_DEPTH + 1)])).answer).toMatchObject({
    code: 'answerTooDeep',
  });
});

test('one that is late is given up, and says so: not that it was cut', async () => {
  const { answer, stopped, timers } = await asked(['{', null], { waits: 10_000 });
  expect(answer).toEqual({ code: 'noAnswerIn', params: { seconds: 10 } });
  expect([stopped, timers]).toEqual([1, 0]);
});

test('a refusal is told in the words of the API server', async () => {
  const status = '{"kind":"Status","message":"services \\"prom\\" is forbidden","reason":"Forbidden","code":403}';
  const { answer } = await asked([status], { status: 403 });
  expect(JSON.stringify(answer)).toContain('is forbidden');
});

test('what is no JSON is no answer', async () => {
  const { answer, timers } = await asked(['<html>']);
  expect(answer).not.toHaveProperty('value');
  expect(timers).toBe(0);
});
