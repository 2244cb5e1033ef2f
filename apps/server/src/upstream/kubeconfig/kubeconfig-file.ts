import { readFileSync } from 'node:fs';
import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
} from 'yaml';
import { isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { type ErrorKind, type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { KubeconfigProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import { type FieldType, KUBECONFIG_TYPE } from './kubeconfig-types.ts';

export interface KubeconfigFile {
  readonly file: string;
  readonly value: JsonObject;
  /** The line of a field, or of an entry of one that is a list. */
  lineOf(field: string, index?: number): number | null;
}

export interface UnreadFile extends KubeconfigProblem {
  /** There is none. */
  readonly isMissing?: boolean;
}

/**
 * Reads a file as kubectl does: the first document of it, by the YAML of Kubernetes, a doubled key's last value, every field of the type that
 * Go has for it. Whatever kubectl refuses is refused. No message quotes the file.
 */
export function readKubeconfigFile(file: string): KubeconfigFile | UnreadFile {
  const fails = (why: Problem, line: number | null = null): KubeconfigProblem => ({
    file,
    line,
    ...why,
    isFatal: true,
  });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ...fails(systemProblem(error)), isMissing: isObject(error) && error['code'] === 'ENOENT' };
  }
  const lines = new LineCounter();
  const document = parseKubernetesYaml(text, { lineCounter: lines });
  const wrong = document.errors.find(({ code }) => !HARMLESS.has(code));
  if (wrong !== undefined) return fails(problem(SYNTAX[wrong.code], {}), lines.linePos(wrong.pos[0]).line);
  const lineOf = (node: unknown) => (isNode(node) && node.range ? lines.linePos(node.range[0]).line : null);
  const mismatch = new TypeCheck(document).check(document.contents, KUBECONFIG_TYPE, '');
  if (mismatch !== null) return fails(mismatch.problem, lineOf(mismatch.node));
  const value = plain(document);
  if (value instanceof NoValue) return fails(value.problem);
  const version = value['apiVersion'] ?? '';
  if (version !== '' && version !== 'v1')
    return fails(problem('otherVersion', {}), lineOf(document.get('apiVersion', true)));
  const kind = value['kind'] ?? '';
  if (kind !== '' && kind !== 'Config') return fails(problem('otherKind', {}), lineOf(document.get('kind', true)));
  return { file, value, lineOf: (field, ...index) => lineOf(document.getIn([field, ...index], true)) };
}

/** More documents and doubled keys are: Go reads the first document, and the last of the keys. */
const HARMLESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['MULTIPLE_DOCS', 'DUPLICATE_KEY']);

/** The parser's own words quote the text. */
const SYNTAX = {
  ALIAS_PROPS: 'yamlAliasProps',
  BAD_ALIAS: 'yamlBadAlias',
  BAD_COLLECTION_TYPE: 'yamlBadCollectionType',
  BAD_DIRECTIVE: 'yamlBadDirective',
  BAD_DQ_ESCAPE: 'yamlBadDqEscape',
  BAD_INDENT: 'yamlBadIndent',
  BAD_PROP_ORDER: 'yamlBadPropOrder',
  BAD_SCALAR_START: 'yamlBadScalarStart',
  BLOCK_AS_IMPLICIT_KEY: 'yamlBlockAsImplicitKey',
  BLOCK_IN_FLOW: 'yamlBlockInFlow',
  DUPLICATE_KEY: 'yamlDuplicateKey',
  IMPOSSIBLE: 'yamlImpossible',
  KEY_OVER_1024_CHARS: 'yamlKeyOver1024Chars',
  MISSING_CHAR: 'yamlMissingChar',
  MULTILINE_IMPLICIT_KEY: 'yamlMultilineImplicitKey',
  MULTIPLE_ANCHORS: 'yamlMultipleAnchors',
  MULTIPLE_DOCS: 'yamlMultipleDocs',
  MULTIPLE_TAGS: 'yamlMultipleTags',
  NON_STRING_KEY: 'yamlNonStringKey',
  RESOURCE_EXHAUSTION: 'yamlResourceExhaustion',
  TAB_AS_INDENT: 'yamlTabAsIndent',
  TAG_RESOLVE_FAILED: 'yamlTagResolveFailed',
  UNEXPECTED_TOKEN: 'yamlUnexpectedToken',
} as const satisfies Readonly<Record<ErrorCode, ErrorKind>>;

/** The value without the tree; the reason where there is none. */
function plain(document: Document.Parsed<ParsedNode>): JsonObject | NoValue {
  try {
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return {};
    return isObject(value) ? value : new NoValue(problem('notKubeconfig', {}));
  } catch (error) {
    // Aliases of aliases: the parser counts what they unfold to.
    if (error instanceof ReferenceError) return new NoValue(problem(SYNTAX.RESOURCE_EXHAUSTION, {}));
    if (error instanceof Error) return new NoValue(problem(SYNTAX.NON_STRING_KEY, {}));
    throw error;
  }
}

class NoValue {
  readonly problem: Problem;

  constructor(why: Problem) {
    this.problem = why;
  }
}

interface Mismatch {
  readonly problem: Problem;
  readonly node: unknown;
}

const WANTED = {
  text: 'typeText',
  base64: 'typeText',
  truth: 'typeTruth',
  list: 'typeList',
  map: 'typeMapping',
  struct: 'typeMapping',
} as const satisfies Record<string, ErrorKind>;

/** The first value that Go would not put into its field. */
class TypeCheck {
  readonly #document: Document.Parsed<ParsedNode>;

  constructor(document: Document.Parsed<ParsedNode>) {
    this.#document = document;
  }

  check(given: unknown, type: FieldType, path: string): Mismatch | null {
    const node = isAlias(given) ? given.resolve(this.#document) : given;
    if (type.is === 'anything' || node === null || node === undefined || (isScalar(node) && node.value === null))
      return null;
    const isRight =
      type.is === 'list'
        ? isSeq(node)
        : type.is === 'map' || type.is === 'struct'
          ? isMap(node)
          : isScalar(node) && typeof node.value === (type.is === 'truth' ? 'boolean' : 'string');
    if (!isRight) return { node, problem: mismatchProblem(path, type.is, node) };
    if (type.is === 'base64' && isScalar(node) && !isBase64(String(node.value)))
      return { node, problem: problem('notBase64', { path }) };
    return this.#inside(node, type, path);
  }

  #inside(node: unknown, type: FieldType, path: string): Mismatch | null {
    if (type.is === 'list' && isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const wrong = this.check(item, type.of, `${path}[${index}]`);
        if (wrong !== null) return wrong;
      }
      return type.isNamed === true ? this.#doubled(node.items, path) : null;
    }
    if ((type.is !== 'map' && type.is !== 'struct') || !isMap(node)) return null;
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isMergeKey(key)) {
        const wrong = this.#merged(value, type, path);
        if (wrong !== null) return wrong;
        continue;
      }
      const field = type.is === 'map' ? type.of : Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      const wrong = field === undefined ? null : this.check(value, field, path === '' ? name : `${path}.${name}`);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** What `<<` brings in are fields of the same mapping. */
  #merged(value: unknown, type: FieldType, path: string): Mismatch | null {
    const source = isAlias(value) ? value.resolve(this.#document) : value;
    for (const each of isSeq(source) ? source.items : [source]) {
      const node = isAlias(each) ? each.resolve(this.#document) : each;
      const wrong = this.#inside(node, type, path);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** Go makes a map of the list and refuses a second one of a name. */
  #doubled(items: readonly unknown[], path: string): Mismatch | null {
    const seen = new Set<string>();
    for (const item of items) {
      const node = isAlias(item) ? item.resolve(this.#document) : item;
      const given = isMap(node) ? node.get('name') : '';
      const name = typeof given === 'string' ? given : '';
      if (seen.has(name)) return { node: item, problem: problem('doubledName', { path, name }) };
      seen.add(name);
    }
    return null;
  }
}

/** The library marks it by a symbol of its own. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (typeof key.value === 'symbol' || (key.value === '<<' && key.type === 'PLAIN'));
}

function mismatchProblem(path: string, wanted: keyof typeof WANTED, node: unknown): Problem {
  const value = isScalar(node) ? node.value : undefined;
  const kind = isMap(node)
    ? 'typeMapping'
    : isSeq(node)
      ? 'typeList'
      : typeof value === 'string'
        ? 'typeText'
        : typeof value === 'boolean'
          ? 'typeTruth'
          : 'typeNumber';
  const given = problem(kind, {});
  if (path === '') return problem('wrongTypeWhole', { given });
  const isToQuote = WANTED[wanted] === 'typeText' && isScalar(node);
  return problem(isToQuote ? 'wrongTypeQuote' : 'wrongType', { path, given, wanted: problem(WANTED[wanted], {}) });
}

/** As `base64.StdEncoding` of Go: padded, line breaks left out. */
function isBase64(text: string): boolean {
  const joined = text.replace(/[\r\n]/g, '');
  return joined.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(joined);
}

type FileTrouble = 'fileMissing' | 'fileForbidden' | 'fileIsFolder' | 'filePathBroken' | 'fileLoops';

const SYSTEM: ReadonlyMap<string, FileTrouble> = new Map([
  ['ENOENT', 'fileMissing'],
  ['EACCES', 'fileForbidden'],
  ['EPERM', 'fileForbidden'],
  ['EISDIR', 'fileIsFolder'],
  ['ENOTDIR', 'filePathBroken'],
  ['ELOOP', 'fileLoops'],
]);

/** Why a file cannot be read. */
export function systemProblem(error: unknown): Problem {
  const code = isObject(error) && typeof error['code'] === 'string' ? error['code'] : '';
  const known = SYSTEM.get(code);
  return known === undefined ? problem('fileFailed', { detail: code || String(error) }) : problem(known, {});
}
