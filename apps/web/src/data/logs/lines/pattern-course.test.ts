import { expect, test } from 'vitest';
import { LineTail } from './line-chunk.ts';
import { volumeScale } from './log-volume.ts';
import { orderedPatterns, partCourses, patternCourses } from './pattern-course.ts';
import { testLine } from './test-lines.ts';

const at = (second: number) => `2026-11-23T08:00:0${second}.000000000`;
const part = (...lines: readonly (readonly [number, string])[]) =>
  new LineTail(lines.map(([second, text]) => testLine({ at: at(second), text })));
const PARTS = [part([0, 'a'], [1, 'b']), part([1, 'a'], [3, 'c'], [3, 'a'], [3, 'half'])];
const IDS: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3 };
const idsOf = (of: LineTail) => Uint32Array.from({ length: of.size }, (_, i) => IDS[of.line(i).text] ?? 0);
const scale = volumeScale(PARTS);
const courses = patternCourses(
  PARTS.map(of => partCourses(of, idsOf(of), scale?.widthMs ?? null)),
  scale,
);
/** As they are mined: the rarest first. */
const PATTERNS = [
  { id: 2, template: 'b', count: 1, example: 'b' },
  { id: 3, template: 'c', count: 1, example: 'c' },
  { id: 1, template: 'a', count: 3, example: 'a' },
];
const order = (since: string) =>
  orderedPatterns(PATTERNS, courses, since).map(({ id, isNew }) => `${id}${isNew ? ' new' : ''}`);

test('each kind has its course over the time of the whole log', () => {
  expect(courses.get(1)).toEqual({ count: 3, counts: [1, 1, 0, 1], first: at(0) });
  expect(courses.get(3)).toEqual({ count: 1, counts: [0, 0, 0, 1], first: at(3) });
});

test('what nothing like it was written before is new, and first; from the beginning on nothing is', () => {
  expect(order(at(2))).toEqual(['3 new', '2', '1']);
  expect(order(at(1))).toEqual(['3 new', '2', '1']);
  expect(order(at(0))).toEqual(['2 new', '3 new', '1']);
  expect(order('2026-11-23T07:00:00.000000000')).toEqual(['2', '3', '1']);
  expect(order('')).toEqual(['2', '3', '1']);
});

test('kinds are counted in the lines that are there, and those that have none are left out', () => {
  const mined = [
    { id: 4, template: 'of another log', count: 5, example: '' },
    ...PATTERNS.map(each => ({ ...each, count: 9 })),
  ];
  const counts = orderedPatterns(mined, courses, '').map(({ id, count }) => [id, count]);
  expect(counts).toEqual([
    [2, 1],
    [3, 1],
    [1, 3],
  ]);
});
