import { join } from 'node:path';
import { expect, test } from 'vitest';
import { misplaced, parityDoc } from './parity-doc.ts';

test('docs/PARITY.md says what the records say', async () => {
  await expect(parityDoc()).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/PARITY.md'));
});

test('each kind is a file of its group, called by its plural', () => {
  expect(misplaced()).toEqual([]);
});
