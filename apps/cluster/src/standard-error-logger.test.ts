import { expect, test } from 'vitest';
import { standardErrorLogger } from './standard-error-logger.ts';

test('what is said below the level that was asked for is not written; the rest is a line of JSON each', () => {
  const lines: string[] = [];
  const logger = standardErrorLogger('warn', line => lines.push(line));
  logger.debug({ key: 'a' }, 'reconcile failed');
  logger.info({}, 'started');
  logger.warn({ key: 'b', error: 'conflict' }, 'kubelet request failed');
  logger.error({}, 'informer ended');
  expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'warn', key: 'b', error: 'conflict', message: 'kubelet request failed' },
    { level: 'error', message: 'informer ended' },
  ]);
  expect(lines.every(line => line.endsWith('}\n'))).toBe(true);
});
