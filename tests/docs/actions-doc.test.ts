import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actionsDoc } from './actions-doc.ts';

test('docs/ACTIONS.md says what the records say', async () => {
  await expect(actionsDoc()).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/ACTIONS.md'));
});
