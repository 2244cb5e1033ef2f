import { expect, test } from 'vitest';
import { labelFilter } from './label-filter.ts';

test.each([
  [
    { matchLabels: { app: 'web', 'app.kubernetes.io/part-of': 'shop' } },
    'label:app=web label:app.kubernetes.io/part-of=shop',
  ],
  [{ matchLabels: { app: 'web' }, matchExpressions: [] }, 'label:app=web'],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, null],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, null],
  [{ matchLabels: {} }, null],
  // Of a Service.
  [{ app: 'web', tier: 'front' }, 'label:app=web label:tier=front'],
  [{}, null],
  [7, null],
  [undefined, null],
])('%j is %j', (selector, filter) => {
  expect(labelFilter({ spec: { selector } })).toBe(filter);
});
