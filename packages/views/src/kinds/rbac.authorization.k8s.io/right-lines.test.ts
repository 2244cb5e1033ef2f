import { expect, test } from 'vitest';
import { rightLineOf, rightLines, rightValues } from './right-lines.ts';

test('a right is the same after it was the values of a message', () => {
  const rules = [
    { apiGroups: ['', 'apps'], resources: ['pods/exec', '*'], resourceNames: ['system:web'], verbs: ['get', 'list'] },
    { nonResourceURLs: ['/metrics', '/api/*'], verbs: ['*'] },
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  ];
  const lines = rightLines({ rules });
  expect(lines).toHaveLength(3);
  expect(lines.map(line => rightLineOf(rightValues(line)))).toEqual(lines);
});
