import { expect, test } from 'vitest';
import { bytesText, coresText } from './quantity-text.ts';

test.each([
  [0, '0'],
  [1023, '1,023'],
  [1024, '1Ki'],
  [128 * 2 ** 20, '128Mi'],
  [5000 * 2 ** 20, '4.88Gi'],
  [32_614_088 * 1024, '31.1Gi'],
  [1020 * 2 ** 30, '1,020Gi'],
  [2 ** 40, '1Ti'],
  [10_000_000_000, '9.31Gi'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes, 'en')).toBe(text);
});

test('cores', () => {
  expect([4, 0.25, 3.92, 1 / 3].map(cores => coresText(cores, 'en'))).toEqual(['4', '0.25', '3.92', '0.333']);
});
