import { once } from 'node:events';
import { expect, test } from 'vitest';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { startReading, zoneReader } from './zone-reader.ts';

test('time zones are read ahead when the first list opens that may name one, and once', () => {
  let count = 0;
  const opened = zoneReader(silentLogger, () => count++);
  opened(POD_VIEW);
  expect(count).toBe(0);
  opened(CRONJOB_VIEW);
  opened(CRONJOB_VIEW);
  expect(count).toBe(1);
});

test('where they cannot be, it is said and nothing ends', () => {
  const said: unknown[] = [];
  const logger = { ...silentLogger, warn: (...line: unknown[]) => void said.push(line) };
  zoneReader(logger, onError => onError(new Error('no room for a thread')))(CRONJOB_VIEW);
  expect(said).toEqual([[{ error: 'Error: no room for a thread' }, 'time zones were not read ahead']]);
});

test('the thread that reads them ends by itself, without an error', async () => {
  const errors: unknown[] = [];
  const [code] = (await once(
    startReading(error => void errors.push(error)),
    'exit',
  )) as [number];
  expect([code, errors]).toEqual([0, []]);
});
