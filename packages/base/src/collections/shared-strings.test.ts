import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedStrings } from './shared-strings.ts';

test('what is shared is the same text, whatever else was', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'node-1', 'node-2'))), texts => {
      const strings = new SharedStrings();
      expect(texts.map(text => strings.share(text))).toEqual(texts);
    }),
  );
});
