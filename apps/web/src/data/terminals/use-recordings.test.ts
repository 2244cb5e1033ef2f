import { expect, test } from 'vitest';
import type { RecordingsAnswer } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { loadRecordings, useRecordings } from './use-recordings.ts';

test('the answer to an earlier question takes no later one away', async () => {
  const answers: ((answer: RecordingsAnswer) => void)[] = [];
  const api = { recordings: () => new Promise<RecordingsAnswer>(resolve => void answers.push(resolve)) };
  const asked = [loadRecordings(api), loadRecordings(api)];
  const answer = (ageMs: number) => ({ recordings: [], bounds: { bytes: 1, ageMs }, isLasting: true });
  answers[1]?.(answer(2));
  await asked[1];
  answers[0]?.(answer(1));
  await asked[0];
  expect(useRecordings.getState().answer?.bounds.ageMs).toBe(2);
});
