import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conformanceDoc, unrecorded } from './conformance-doc.ts';

test('docs/CONFORMANCE.md says which scenario asks what Kubernetes’ conformance tests ask', async () => {
  await expect(conformanceDoc()).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/CONFORMANCE.md'));
});

test('every scenario that it names was recorded', () => {
  expect(unrecorded()).toEqual([]);
});
