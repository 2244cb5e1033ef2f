import { type Document, isNode, isPair, isMap, LineCounter } from 'yaml';
import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import type { PackKind } from '../cells/pack-kind.ts';
import { compileCel } from './pack-expression.ts';
import { packFile } from './pack-schema.ts';

/** A pack is some pages of text; its author's mistake must not fill the memory. */
export const MAX_PACK_BYTES = 256 * 1024;

/** Uses of what is written once: some in each kind of the largest pack. Aliases of aliases multiply. */
const MAX_ALIASES = 500;

/** What is wrong with a pack, and where. */
export interface PackProblem {
  /** From 1. */
  readonly line: number;
  /** `kinds[0].columns[2].cel`; empty where it is no field's. */
  readonly path: string;
  readonly message: string;
}

/** A pack that can be used, or all that is wrong with it: then it has no kinds. */
export interface PackReading {
  readonly pack: string;
  readonly kinds: readonly PackKind[];
  readonly problems: readonly PackProblem[];
}

/** Reads the text of a pack's file. Total: any text gives a pack or problems. */
export function readPack(text: string): PackReading {
  if (text.length > MAX_PACK_BYTES)
    return refused([{ line: 1, path: '', message: `is larger than ${MAX_PACK_BYTES / 1024} KB` }]);
  const lineCounter = new LineCounter();
  const document = parseKubernetesYaml(text, { lineCounter });
  // One mistake makes many of what follows.
  const broken = document.errors.slice(0, 1).map(({ message, pos: [start] }) => ({
    line: lineCounter.linePos(start).line,
    path: '',
    message: message.split('\n')[0] ?? message,
  }));
  if (broken.length > 0) return refused(broken);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return refused([{ line: 1, path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
  const parsed = packFile.safeParse(value);
  const at = (path: readonly PropertyKey[], message: string): PackProblem => ({
    line: lineCounter.linePos(offsetOf(document, path)).line || 1,
    path: pathText(path),
    message,
  });
  if (!parsed.success)
    return refused(parsed.error.issues.flatMap(issue => leaves(issue)).map(({ path, message }) => at(path, message)));
  const { pack, kinds } = parsed.data;
  const problems = [...twice(kinds), ...kinds.flatMap(expressionsOf)].map(({ path, message }) => at(path, message));
  return problems.length === 0 ? { pack, kinds, problems: [] } : refused(problems);
}

function refused(problems: readonly PackProblem[]): PackReading {
  return { pack: '', kinds: [], problems };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of an unknown key the place is the key's own. */
function leaves(issue: {
  readonly code?: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
}): Issue[] {
  const { path, message, keys } = issue;
  return keys === undefined
    ? [{ path, message }]
    : keys.map(key => ({ path: [...path, key], message: 'is no field of a pack' }));
}

/** A kind and an action of a kind are there once. */
function twice(kinds: readonly PackKind[]): Issue[] {
  const issues: Issue[] = [];
  const known = new Set<string>();
  for (const [i, { group, resource, actions = [] }] of kinds.entries()) {
    const key = `${resource}.${group}`;
    if (known.has(key)) issues.push({ path: ['kinds', i, 'resource'], message: `${key} is there twice` });
    known.add(key);
    const names = actions.map(({ name }) => name);
    for (const [j, name] of names.entries())
      if (names.indexOf(name) < j)
        issues.push({ path: ['kinds', i, 'actions', j, 'name'], message: `${name} is there twice` });
  }
  return issues;
}

/** What is written in CEL must be readable before an object comes. */
function expressionsOf({ columns = [], facts = [], status = [], actions = [] }: PackKind, index: number): Issue[] {
  const written = [
    ...columns.map(({ cel }, i) => ({ path: ['columns', i, 'cel'], cel })),
    ...facts.map(({ cel }, i) => ({ path: ['facts', i, 'cel'], cel })),
    ...status.map(({ when }, i) => ({ path: ['status', i, 'when'], cel: when })),
    ...actions.map(({ when }, i) => ({ path: ['actions', i, 'when'], cel: when })),
  ];
  return written.flatMap(({ path, cel }) => {
    if (typeof cel !== 'string') return [];
    const compiled = compileCel(cel);
    return 'error' in compiled ? [{ path: ['kinds', index, ...path], message: compiled.error }] : [];
  });
}

/** Where the field stands, or what is there of the way to it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(item => isPair(item) && isNode(item.key) && String(item.key) === key)
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}
