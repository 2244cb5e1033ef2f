import { describe, expect, test } from 'vitest';
import { packFile, packKind } from './pack-schema.ts';

const KIND = { group: 'example.com', resource: 'widgets', kind: 'Widget' };
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);
const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`w${at}`, 'ok']));

/** What is said of a kind with this: where it is wrong, and why; nothing where it is taken. */
const wrong = (change: object) =>
  (packKind.safeParse({ ...KIND, ...change }).error?.issues ?? []).map(({ path, message }) => [
    path.join('.'),
    message,
  ]);
const takes = (change: object) => wrong(change).length === 0;

const column = (change: object) => ({ columns: [{ title: 'A', ...change }] });
const status = (change: object) => ({ status: [{ word: 'A', health: 'ok', ...change }] });
const action = (change: object) => ({ actions: [{ name: 'refresh', title: 'A', effect: 'A.', ...change }] });
const reference = (change: object) => ({ references: [{ meaning: 'uses', to: ['secrets'], at: '.a', ...change }] });

describe('a path', () => {
  test.each(['.a', '.status.phase', '.spec.items[*].name', '.a["b c"]'])('%s', path =>
    expect(takes(column({ path }))).toBe(true),
  );

  // `$.a` is JSONPath elsewhere, and a word alone is a constant in kubectl.
  test.each(['a', 'status', '[*].a', "['a']", '$.a', ' .a', '.a[', '.a[*', `.${'a'.repeat(500)}`, ''])('not %j', path =>
    expect(takes(column({ path }))).toBe(false),
  );

  test('that is none says what one looks like', () => {
    expect(wrong(column({ path: 'status' }))).toEqual([
      ['columns.0.path', 'is no JSONPath such as .status.phase or .spec.items[*].name'],
    ]);
  });
});

describe('a column', () => {
  test('is a path or an expression, not both and not neither', () => {
    expect([{ path: '.a' }, { cel: 'object.a' }].map(change => takes(column(change)))).toEqual([true, true]);
    for (const change of [{}, { path: '.a', cel: 'object.a' }])
      expect(wrong(column(change))).toEqual([['columns.0', 'has either a path or an expression (cel)']]);
  });

  test.each(['text', 'number', 'boolean', 'time', 'bytes'])('of type %s', type =>
    expect(takes(column({ path: '.a', type }))).toBe(true),
  );

  test('of no other type, with a title, and nothing else', () => {
    const others = [{ type: 'date' }, { type: '' }, { title: '' }, { title: 'a'.repeat(254) }, { width: 5 }];
    expect(others.map(change => takes(column({ path: '.a', ...change })))).toEqual(others.map(() => false));
    expect(takes(column({ path: '.a', title: 'a'.repeat(253), priority: 1, isFacet: true }))).toBe(true);
  });

  test('facts are as columns are', () => {
    expect(takes({ facts: [{ title: 'A', path: '.a' }] })).toBe(true);
    expect(takes({ facts: [{ title: 'A' }] })).toBe(false);
  });
});

describe('a rule of the state', () => {
  test.each(['ok', 'active', 'warning', 'bad', 'muted'])('says %s', health =>
    expect(takes(status({ health }))).toBe(true),
  );

  test('says one word, or where it stands', () => {
    const at = { word: undefined, at: '.status.phase' };
    expect(takes(status(at))).toBe(true);
    for (const change of [{ at: '.status.phase' }, { word: undefined }])
      expect(wrong(status(change))).toEqual([['status.0', 'has either a word or the path of one (at)']]);
  });

  test('says how that is, of all words or of each', () => {
    const each = { word: undefined, at: '.a', health: undefined, words: { Ready: 'ok', Lost: 'bad' } };
    expect(takes(status(each))).toBe(true);
    expect(takes(status({ ...each, words: { Ready: 'fine' } }))).toBe(false);
    expect(takes(status({ ...each, words: { '': 'ok' } }))).toBe(false);
    expect(wrong(status({ health: undefined }))).toEqual([['status.0', 'says no health']]);
  });

  test('has as many words as a kind has states', () => {
    const each = (count: number) => status({ word: undefined, at: '.a', words: named(count) });
    expect(takes(each(40))).toBe(true);
    expect(wrong(each(41))).toEqual([['status.0.words', 'too many words']]);
  });

  test('holds where an expression or a condition does', () => {
    const when = ['object.a', { condition: 'Ready' }, { condition: 'Ready', is: 'False', reason: 'Lost' }];
    expect(when.map(each => takes(status({ when: each })))).toEqual([true, true, true]);
    const none = ['', 'a'.repeat(501), { is: 'False' }, { condition: '' }, { condition: 'A', was: 'B' }, 5];
    expect(none.map(each => takes(status({ when: each })))).toEqual(none.map(() => false));
  });
});

describe('an action', () => {
  const annotate = { annotate: { 'example.com/at': '{now}' } };

  test.each(['a', 'refresh', 'hardRefresh', `a${'B'.repeat(30)}`])('is called %s', name =>
    expect(takes(action({ ...annotate, name }))).toBe(true),
  );

  test.each(['', 'Refresh', '1st', 'hard refresh', 'hard-refresh', ' a', 'a ', 'a1', `a${'b'.repeat(31)}`])(
    'is not called %j',
    name => expect(wrong(action({ ...annotate, name }))).toEqual([['actions.0.name', 'is no word such as refresh']]),
  );

  test('makes one change', () => {
    const condition = { condition: { type: 'Issuing', status: 'True', reason: 'Asked', message: 'By hand.' } };
    const merge = { merge: { spec: { suspend: true } } };
    expect([annotate, merge, condition].map(change => takes(action(change)))).toEqual([true, true, true]);
    for (const change of [{}, { ...annotate, ...merge }, { ...merge, ...condition }, { ...annotate, ...condition }])
      expect(wrong(action(change))).toEqual([['actions.0', 'makes one change: annotate, merge or condition']]);
  });

  test.each(['metadata', 'apiVersion', 'kind'])('leaves %s alone, which says what an object is', field => {
    expect(wrong(action({ merge: { [field]: {} } }))).toEqual([['actions.0', 'changes what an object is']]);
    expect(takes(action({ merge: { spec: { [field]: {} } } }))).toBe(true);
  });

  test('is small', () => {
    // `{"spec":"…"}` is eleven characters longer than what is in it.
    const patch = (length: number) => action({ merge: { spec: 'a'.repeat(length - 11) } });
    expect(takes(patch(2_000))).toBe(true);
    expect(wrong(patch(2_001))).toEqual([['actions.0.merge', 'is larger than 2000 characters']]);
  });

  test('annotations are texts, or go', () => {
    for (const value of [null, '', 'a'.repeat(500)]) expect(takes(action({ annotate: { a: value } }))).toBe(true);
    for (const value of [1, true, 'a'.repeat(501), {}]) expect(takes(action({ annotate: { a: value } }))).toBe(false);
    expect(takes(action({ annotate: { '': 'a' } }))).toBe(false);
  });

  const condition = { type: 'Issuing', status: 'True', reason: 'Asked', message: 'By hand.' };

  test.each(['True', 'False', 'Unknown'])('a condition is %s', truth =>
    expect(takes(action({ condition: { ...condition, status: truth } }))).toBe(true),
  );

  test('a condition is whole, and of no other truth', () => {
    for (const truth of ['true', '', true])
      expect(takes(action({ condition: { ...condition, status: truth } }))).toBe(false);
    for (const field of Object.keys(condition))
      expect(wrong(action({ condition: { ...condition, [field]: undefined } }))[0]?.[0]).toBe(
        `actions.0.condition.${field}`,
      );
    expect(takes(action({ condition: { ...condition, since: 'now' } }))).toBe(false);
  });

  test('of the whole object, or of its status', () => {
    expect(takes(action({ ...annotate, part: 'status' }))).toBe(true);
    expect(takes(action({ ...annotate, part: 'scale' }))).toBe(false);
  });
});

describe('a reference', () => {
  test('says what it means, of which kinds and where', () => {
    expect(takes(reference({}))).toBe(true);
    expect(takes(reference({ isOpen: true, isAcross: true, selects: 'labels' }))).toBe(true);
    expect(takes(reference({ selects: 'selector' }))).toBe(true);
    const none = [{ meaning: 'likes' }, { meaning: 'constructor' }, { at: 'a' }, { to: [''] }, { to: 'secrets' }];
    const flags = [
      { isOpen: false },
      { isAcross: false },
      { selects: 'names' },
      { selects: undefined },
      { isOwn: true },
    ];
    expect([...none, ...flags].filter(change => takes(reference(change)))).toEqual([]);
  });
});

/** For each is asked of every object of the kind. */
describe('as many of each as are asked of every object', () => {
  const one = {
    versions: 'v1',
    columns: { title: 'A', path: '.a' },
    facts: { title: 'A', path: '.a' },
    status: { word: 'A', health: 'ok' },
    references: { meaning: 'uses', to: [], at: '.a' },
    actions: { name: 'a', title: 'A', effect: 'A.', annotate: {} },
  };
  const MOST = { versions: 20, columns: 20, facts: 20, status: 20, references: 20, actions: 10 };

  test.each(Object.entries(MOST))('%s: %i', (field, most) => {
    const item = one[field as keyof typeof one];
    expect(takes({ [field]: [] })).toBe(true);
    expect(takes({ [field]: many(most, item) })).toBe(true);
    expect(takes({ [field]: many(most + 1, item) })).toBe(false);
  });

  test('kinds that one refers to: 20', () => {
    expect([20, 21].map(count => takes(reference({ to: many(count, 'secrets') })))).toEqual([true, false]);
  });

  test('kinds of a pack: one to 60', () => {
    const kinds = (count: number) => packFile.safeParse({ pack: 'a', kinds: many(count, KIND) }).success;
    expect([0, 1, 60, 61].map(kinds)).toEqual([false, true, true, false]);
  });
});

test('a kind says which one it is, and nothing that no pack has', () => {
  for (const field of Object.keys(KIND)) {
    expect(takes({ [field]: undefined })).toBe(false);
    expect(takes({ [field]: '' })).toBe(false);
    expect(takes({ [field]: 'a'.repeat(254) })).toBe(false);
  }
  expect(takes({ category: 'workloads' })).toBe(true);
  expect(takes({ category: 'toys' })).toBe(false);
  expect(takes({ icon: 'x' })).toBe(false);
});
