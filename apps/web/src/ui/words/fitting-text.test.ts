import { expect, test } from 'vitest';
import { fittingText } from './fitting-text.ts';
import { textWidth } from './text-width.ts';

test('what has room is shown as it is', () => {
  expect(fittingText('notifier', 150)).toBe('notifier');
});

test('names that begin alike are told apart by their ends, and stay within their room', () => {
  const shown = ['currency-rates-29934310', 'currency-rates-29934320'].map(name => fittingText(name, 150));
  expect(new Set(shown).size).toBe(2);
  for (const text of shown) {
    expect(text).toMatch(/^currenc.*….*43[12]0$/);
    expect(textWidth(text)).toBeLessThanOrEqual(150);
  }
});

test('where there is room for nothing, that is said; no letter of two halves is broken', () => {
  expect(fittingText('abc', 5)).toBe('…');
  expect(fittingText('😀'.repeat(40), 60)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
});
