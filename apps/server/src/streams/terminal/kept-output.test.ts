import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptOutput } from './kept-output.ts';

test('what is kept is the end of what was written, whatever its parts; what is read is what was written there', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 60 }), fc.nat(700), fc.nat(40), (written, most, from, length) => {
      const kept = new KeptOutput(most);
      const all = written.flatMap(part => [...part]);
      for (const part of written) kept.push(part);
      const start = Math.max(0, all.length - most);
      expect([kept.start, kept.end]).toEqual([start, all.length]);
      expect([...kept.read(from, length)]).toEqual(from < start ? [] : all.slice(from, from + length));
    }),
  );
});

test('who has seen nothing begins with a line, not in the middle of one; where nothing is lost, at the beginning', () => {
  const kept = new KeptOutput(8);
  kept.push(Buffer.from('one\nt'));
  expect(kept.fresh).toBe(0);
  kept.push(Buffer.from('wo\nthree'));
  expect(Buffer.from(kept.read(kept.fresh, 100)).toString()).toBe('three');
  kept.push(Buffer.from('longer than that'));
  expect(Buffer.from(kept.read(kept.fresh, 100)).toString()).toBe('han that');
});
