import { describe, expect, test } from 'vitest';
import { mayHoldSecrets, readManifests, splitDocuments } from './manifests.ts';
import { MAX_MANIFESTS } from './max-manifests.ts';

const named = (kind: string, name: string) => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const namesIn = (text: string) =>
  readManifests(text).manifests.map(({ object, line }) => [object.kind, object.metadata.name, line]);
const problemsIn = (text: string) =>
  readManifests(text).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

test('documents stand between lines of ---, also at the beginning, at the end, and with a remark', () => {
  const text = `---\n${named('ConfigMap', 'a')}--- # next\n${named('Secret', 'b')}---\n# nothing\n---\n`;
  expect(namesIn(text)).toEqual([
    ['ConfigMap', 'a', 2],
    ['Secret', 'b', 7],
  ]);
  expect(problemsIn(text)).toEqual([]);
  expect(splitDocuments('a\n---\nb').map(({ text: part, from }) => [part, from])).toEqual([
    ['a\n', 0],
    ['b', 6],
  ]);
});

test('a list is its items, JSON is read as well, and line ends may be of Windows', () => {
  const item = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
  const list = { apiVersion: 'v1', kind: 'List', items: [item('a'), item('b')] };
  expect(namesIn(JSON.stringify(list, null, '\t'))).toEqual([
    ['Pod', 'a', 1],
    ['Pod', 'b', 1],
  ]);
  expect(namesIn(`${named('Pod', 'a')}---\n${named('Pod', 'b')}`.replaceAll('\n', '\r\n'))).toEqual([
    ['Pod', 'a', 1],
    ['Pod', 'b', 6],
  ]);
});

test('a name may be left to be made, and a value is read as Kubernetes reads it', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: {generateName: job-}\nspec: {mode: 0400, on: yes, big: 9007199254740993}';
  expect(readManifests(text).manifests[0]?.object).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'job-' },
    spec: { mode: 256, true: true, big: 9007199254740993n },
  });
});

describe('what is wrong is told with its place in the whole text', () => {
  test.each([
    ['a line that is no YAML', `${named('Pod', 'a')}---\n${named('Pod', 'b')}spec: [1, 2\n`, ['syntax 11:1']],
    ['a key that stands twice', `${named('Pod', 'a')}kind: Job\n`, ['syntax 5:1']],
    ['no kind', 'metadata:\n  name: a\n', ['noKind 1:1']],
    ['no name', `\n\napiVersion: v1\nkind: Pod\n`, ['noName 3:1']],
    ['a text that is no object', `${named('Pod', 'a')}---\n- a\n`, ['noObject 6:1']],
    ['an item without a kind', 'apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n', ['noKind 1:1']],
    ['what nobody reads behind the mark', `--- {a: b}\n${named('Pod', 'a')}`, ['afterMark 1:1']],
  ])('%s', (_what, text, problems) => {
    expect(problemsIn(text)).toEqual(problems);
  });

  test('and what is right is read all the same', () => {
    expect(namesIn(`${named('Pod', 'a')}---\nkind: [\n---\n${named('Pod', 'b')}`)).toEqual([
      ['Pod', 'a', 1],
      ['Pod', 'b', 8],
    ]);
  });
});

test('of more objects than are sent at once it is said that there are more', () => {
  const many = Array.from(
    { length: MAX_MANIFESTS + 3 },
    (_, i) => `{apiVersion: v1, kind: Pod, metadata: {name: p${i}}}`,
  );
  const { manifests, problems } = readManifests(many.join('\n---\n'));
  expect([manifests.length, problems.map(({ code }) => code)]).toEqual([MAX_MANIFESTS, ['tooMany']]);
});

test.each([
  [named('Secret', 'a'), true],
  ['kind: "Secret', true],
  ['{"kind":"SecretList"', true],
  ['apiVersion: v1\nkind: "\\x53ecret"\nmetadata: {name: a}', true],
  [named('ConfigMap', 'a'), false],
  ['envFrom: [{secretRef: {name: a}}]', false],
])('a text that may hold values of Secrets is known: %j', (text, expected) => {
  expect(mayHoldSecrets(text)).toBe(expected);
});
