import { LineCounter } from 'yaml';
import { asArray, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { isKubeObject, type KubeObject } from './kube-object.ts';
import { parseKubernetesYaml } from '../edit/kubernetes-yaml.ts';
import { MAX_MANIFESTS } from './max-manifests.ts';

/** A part of a text between two lines of `---`. */
export interface ManifestDocument {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly from: number;
}

/** One object that a text describes. Of a List it is an item, and stands where the List does. */
export interface Manifest {
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly object: KubeObject;
}

/** What is wrong at a place of the text; `code` names a sentence of the catalogue. */
export interface ManifestProblem {
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly code:
    | 'syntax'
    | 'afterMark'
    | 'noObject'
    | 'noKind'
    | 'noName'
    | 'tooMany'
    | 'unknownKind'
    | 'noNamespace'
    | 'badName'
    | 'twice';
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Manifests {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ManifestProblem[];
}

const SEPARATOR = /(?<=^|\n)---([^\n]*)/g;

/**
 * The documents of a text as kubectl cuts it: at each line that begins with `---`, whatever it is inside of. What follows on such a line is
 * read by nobody, so it is left to `readManifests` to say so.
 */
export function splitDocuments(text: string): ManifestDocument[] {
  const documents: ManifestDocument[] = [];
  let from = 0;
  for (const { index, 0: line } of text.matchAll(SEPARATOR)) {
    documents.push({ text: text.slice(from, index), from });
    from = Math.min(text.length, index + line.length + 1);
  }
  documents.push({ text: text.slice(from), from });
  return documents;
}

/** All objects of a text of YAML or JSON, in its order, and what is wrong where. */
export function readManifests(text: string): Manifests {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const manifests: Manifest[] = [];
  const problems: ManifestProblem[] = [];
  const note = (from: number, to: number, problem: Pick<ManifestProblem, 'code' | 'values'>) => {
    const { line, col } = lines.linePos(from);
    problems.push({ from, to: Math.max(to, from + 1), line, column: col, ...problem });
  };
  for (const match of text.matchAll(SEPARATOR)) {
    const rest = (match[1] ?? '').trim();
    if (rest !== '' && !rest.startsWith('#'))
      note(match.index, match.index + match[0].length, { code: 'afterMark', values: { text: rest } });
  }
  for (const document of splitDocuments(text)) {
    const parsed = parseKubernetesYaml(document.text);
    for (const { pos, message } of parsed.errors)
      note(document.from + pos[0], document.from + pos[1], {
        code: 'syntax',
        values: { message: message.split(' at line')[0] ?? message },
      });
    if (parsed.errors.length > 0 || parsed.contents === null) continue;
    const [start, end] = parsed.contents.range;
    const place = { from: document.from + start, to: document.from + end };
    for (const value of itemsOf(parsed.toJS())) {
      const problem = problemOf(value);
      if (problem !== null) note(place.from, place.from + 1, { code: problem, values: {} });
      else if (manifests.length >= MAX_MANIFESTS)
        note(place.from, place.from + 1, { code: 'tooMany', values: { most: MAX_MANIFESTS } });
      else if (isKubeObject(value)) manifests.push({ ...place, line: lines.linePos(place.from).line, object: value });
    }
    if (problems.at(-1)?.code === 'tooMany') break;
  }
  return { manifests, problems };
}

/** As kubectl takes a List apart; an empty document is none. */
function itemsOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  const isList = isObject(value) && value['kind'] === 'List' && Array.isArray(value['items']);
  return isList ? asArray(value['items']) : [value];
}

function problemOf(value: unknown): 'noObject' | 'noKind' | 'noName' | null {
  if (!isObject(value)) return 'noObject';
  if (asString(value['apiVersion']) === '' || asString(value['kind']) === '') return 'noKind';
  const names = [getPath(value, 'metadata', 'name'), getPath(value, 'metadata', 'generateName')];
  return names.some(name => asString(name) !== '') ? null : 'noName';
}

/**
 * Whether a text may hold values of Secrets: such a text is kept nowhere. In doubt it does, since a text that is being typed cannot always be
 * read.
 */
export function mayHoldSecrets(text: string): boolean {
  if (/\bSecret(List)?\b/.test(text)) return true;
  // A word written in another way, as `"\x53ecret"`.
  return text.includes('\\') && readManifests(text).manifests.some(({ object }) => object.kind === 'Secret');
}
