import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkDecoder } from './chunk-decoder.ts';

test('text cut anywhere, also inside characters, is the text', () => {
  const part = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 5 }));
  const text = fc.array(part, { maxLength: 10 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (whole, sizes) => {
      const bytes = Buffer.from(whole);
      const decoder = new ChunkDecoder();
      let read = '';
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        read += decoder.decode(bytes.subarray(at, at + size));
        at += size;
      }
      expect(read).toBe(bytes.toString('utf8'));
    }),
  );
});

test('a mark of byte order in the middle of a text stays', () => {
  const decoder = new ChunkDecoder();
  expect(decoder.decode(Buffer.from('{"a":"')) + decoder.decode(Buffer.from('\uFEFF"}'))).toBe('{"a":"\uFEFF"}');
});
