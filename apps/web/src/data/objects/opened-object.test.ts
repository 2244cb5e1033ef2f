import { expect, test } from 'vitest';
import { openedObject, openKey } from './opened-object.ts';

test.each([
  ['shop/web-1', { cluster: 'here', namespace: 'shop', name: 'web-1' }],
  ['node-1', { cluster: 'here', namespace: '', name: 'node-1' }],
  ['we%2Fst//shop/web-1', { cluster: 'we/st', namespace: 'shop', name: 'web-1' }],
  ['west//node-1', { cluster: 'west', namespace: '', name: 'node-1' }],
])('%s opens the object of its own cluster', (open, object) => {
  expect(openedObject(open, 'here')).toEqual(object);
  expect(openKey(object, open.includes('//') ? ['here', object.cluster] : ['here'])).toBe(open);
});
