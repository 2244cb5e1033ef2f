import { expect, test } from 'vitest';
import { pauseAnnotations, readPause } from './pause.ts';

const PAUSE = { until: '2026-11-23T18:00:00Z', by: 'ada', reason: 'a release' };
const read = (annotations: object) => readPause({ metadata: { annotations } });

test('a pause is read as it was written, under names that other tools may know', () => {
  expect(pauseAnnotations(PAUSE)).toEqual({
    'lanthorn.dev/paused-until': '2026-11-23T18:00:00Z',
    'lanthorn.dev/paused-by': 'ada',
    'lanthorn.dev/pause-reason': 'a release',
  });
  expect(read(pauseAnnotations(PAUSE))).toEqual(PAUSE);
});

test('until when is enough; without it nobody paused it', () => {
  expect(read({ 'lanthorn.dev/paused-until': PAUSE.until })).toEqual({ until: PAUSE.until, by: '', reason: '' });
  expect(read({ 'lanthorn.dev/paused-by': 'ada' })).toBeNull();
});
