import { describe, expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import {
  forgetRecordingRequest,
  keepRecordingQuery,
  MAX_RECORDING,
  MAX_RECORDING_BYTES,
} from './recording-messages.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const QUERY = {
  ...{ id: ID, cluster: 'kind', namespace: 'shop', pod: 'web-1', container: 'app' },
  ...{ startedAt: '1790000000000', durationMs: '61000' },
};

/** Of these values of a field, which are taken. */
const taken = (field: string, values: readonly unknown[]) =>
  values.filter(value => keepRecordingQuery.safeParse({ ...QUERY, [field]: value }).success);

test('every field is needed, of its type, and there is no other: what is kept is told again as it came', () => {
  expect(tolerated(keepRecordingQuery, QUERY)).toEqual([]);
  expect(tolerated(forgetRecordingRequest, { id: ID })).toEqual([]);
});

describe('what is kept', () => {
  test('is named by an id that leads to no other file', () => {
    const strangers = ['', '*', '..', `../${ID.slice(3)}`, ID.slice(1), `${ID}0`, ID.toUpperCase(), `${ID}\n`];
    expect(taken('id', [ID, ...strangers])).toEqual([ID]);
    expect([ID, ...strangers].filter(id => forgetRecordingRequest.safeParse({ id }).success)).toEqual([ID]);
  });

  test.each(['namespace', 'pod'])('is of a %s that the API has', field => {
    expect(taken(field, ['web', 'a.b', '', '.', '..', 'a/b', 'a%2fb', '\ud800', 'a'.repeat(1_025)])).toEqual([
      ...['web', 'a.b'],
    ]);
  });

  test('is of a container as Kubernetes names it, or of the one that is meant where none is named', () => {
    expect(taken('container', ['app', '', 'a'.repeat(63), 'a'.repeat(64), 1])).toEqual(['app', '', 'a'.repeat(63)]);
  });

  test.each(['startedAt', 'durationMs'])('%s is a whole number of milliseconds', field => {
    const numbers = ['0', '1', '9'.repeat(15)];
    expect(taken(field, [...numbers, '', '-1', '1.5', '1e3', ' 1', '0x1', '9'.repeat(16), '1\n', 1])).toEqual(numbers);
    expect(Number.isSafeInteger(Number(numbers.at(-1)))).toBe(true);
  });
});

test('a body has room for the longest recording in whichever script', () => {
  const widest = ['a', 'é', '漢', '😀'].map(text => Buffer.byteLength(text) / text.length);
  expect(MAX_RECORDING_BYTES).toBeGreaterThanOrEqual(Math.max(...widest) * MAX_RECORDING);
});
