import { expect, test } from 'vitest';
import { focusedRow, focusIndex, followRows, emptyModel, stepFocus } from './list-model.ts';
import { keepPlace, placeIn, TOP } from './list-place.ts';

const rows = (keys: readonly string[], offset = 0) => ({
  offset,
  keys,
  rows: new Map(keys.map(key => [key, { key, uid: key }])),
  count: 100,
  filter: '',
  isComplete: true,
});

test('a list is come back to where it was left, another begins at the top; the oldest places are forgotten', () => {
  const place = { ...TOP, scrolled: 10.7, offset: 5, anchor: 'c5' };
  keepPlace('pods', place);
  expect([placeIn('pods', undefined), placeIn('jobs', undefined)]).toEqual([place, TOP]);
  for (let i = 0; i < 20; i++) keepPlace(`list ${i}`, TOP);
  expect(placeIn('pods', undefined)).toEqual(TOP);
});

test('from a link to an open row the focus is on that row as soon as it is there, and goes on from it', () => {
  const model = emptyModel<{ key: string; uid: string }>(placeIn('crons', 'c41').focus);
  const nothing = { ...rows([]), isComplete: false };
  expect(focusIndex(followRows(model, nothing), nothing)).toBe(-1);
  const there = rows(['c41', 'c42'], 41);
  const followed = followRows(model, there);
  expect([focusedRow(followed, there)?.key, focusIndex(followed, there)]).toEqual(['c41', 41]);
  expect(focusedRow(stepFocus(followed, there, { by: 1, isExtending: false }), there)?.key).toBe('c42');
});
