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
import type { KubeconfigProblem } from '@lanthorn/protocol/http-messages.ts';
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
  const fails = (message: string, line: number | null = null): KubeconfigProblem => ({
    file,
    line,
    message,
    isFatal: true,
  });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ...fails(systemWords(error)), isMissing: isObject(error) && error['code'] === 'ENOENT' };
  }
  const lines = new LineCounter();
  const document = parseKubernetesYaml(text, { lineCounter: lines });
  const wrong = document.errors.find(({ code }) => !HARMLESS.has(code));
  if (wrong !== undefined) return fails(SYNTAX[wrong.code], lines.linePos(wrong.pos[0]).line);
  const lineOf = (node: unknown) => (isNode(node) && node.range ? lines.linePos(node.range[0]).line : null);
  const mismatch = new TypeCheck(document).check(document.contents, KUBECONFIG_TYPE, '');
  if (mismatch !== null) return fails(mismatch.message, lineOf(mismatch.node));
  const value = plain(document);
  if (typeof value === 'string') return fails(value);
  const version = value['apiVersion'] ?? '';
  if (version !== '' && version !== 'v1')
    return fails('it has another apiVersion than "v1"', lineOf(document.get('apiVersion', true)));
  const kind = value['kind'] ?? '';
  if (kind !== '' && kind !== 'Config')
    return fails('it is not a kubeconfig: its kind is not "Config"', lineOf(document.get('kind', true)));
  return { file, value, lineOf: (field, ...index) => lineOf(document.getIn([field, ...index], true)) };
}

/** More documents and doubled keys are: Go reads the first document, and the last of the keys. */
const HARMLESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['MULTIPLE_DOCS', 'DUPLICATE_KEY']);

/** The parser's own words quote the text. */
const SYNTAX: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias has an anchor or a tag',
  BAD_ALIAS: 'an alias is empty or names no anchor before it',
  BAD_COLLECTION_TYPE: 'a tag does not fit what it stands before',
  BAD_DIRECTIVE: 'a %-directive cannot be read',
  BAD_DQ_ESCAPE: 'an escape in double quotes cannot be read',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_PROP_ORDER: 'an anchor or a tag stands at the wrong place',
  BAD_SCALAR_START: 'a value begins with a character that must stand in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a key of several lines, or two keys on one line',
  BLOCK_IN_FLOW: 'a block stands inside { } or [ ]',
  DUPLICATE_KEY: 'a key stands here twice',
  IMPOSSIBLE: 'the YAML cannot be read',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing: a colon, a comma, a quote, a bracket or a space',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines, or a colon is missing',
  MULTIPLE_ANCHORS: 'a value has several anchors',
  MULTIPLE_DOCS: 'the file holds several documents',
  MULTIPLE_TAGS: 'a value has several tags',
  NON_STRING_KEY: 'a << does not merge a mapping, or a list of mappings',
  RESOURCE_EXHAUSTION: 'the aliases unfold to too much',
  TAB_AS_INDENT: 'a tab stands in the indentation: YAML wants spaces',
  TAG_RESOLVE_FAILED: 'a value does not fit its tag',
  UNEXPECTED_TOKEN: 'something stands here that does not belong there',
};

/** The value without the tree; a sentence where there is none. */
function plain(document: Document.Parsed<ParsedNode>): JsonObject | string {
  try {
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return {};
    return isObject(value) ? value : 'it is not a kubeconfig: no mapping of fields';
  } catch (error) {
    // Aliases of aliases: the parser counts what they unfold to.
    if (error instanceof ReferenceError) return SYNTAX.RESOURCE_EXHAUSTION;
    if (error instanceof Error) return SYNTAX.NON_STRING_KEY;
    throw error;
  }
}

interface Mismatch {
  readonly message: string;
  readonly node: unknown;
}

const WANTED = { text: 'text', truth: 'true or false', list: 'a list', map: 'a mapping', struct: 'a mapping' } as const;

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
    if (!isRight) return { node, message: mismatchWords(path, type, node) };
    if (type.is === 'base64' && isScalar(node) && !isBase64(String(node.value)))
      return { node, message: `${path} is not base64` };
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
      if (seen.has(name)) return { node: item, message: `${path} has two entries of the name "${name}"` };
      seen.add(name);
    }
    return null;
  }
}

/** The library marks it by a symbol of its own. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (typeof key.value === 'symbol' || (key.value === '<<' && key.type === 'PLAIN'));
}

function mismatchWords(path: string, type: FieldType, node: unknown): string {
  const wanted = type.is === 'base64' ? 'text' : type.is === 'anything' ? '' : WANTED[type.is];
  const value = isScalar(node) ? node.value : undefined;
  const given = isMap(node)
    ? 'a mapping'
    : isSeq(node)
      ? 'a list'
      : typeof value === 'string'
        ? 'text'
        : typeof value === 'boolean'
          ? 'true or false'
          : 'a number';
  const advice = wanted === 'text' && isScalar(node) ? ': write it in quotes' : '';
  return path === ''
    ? `it is not a kubeconfig: ${given} instead of a mapping of fields`
    : `${path} is ${given}, and must be ${wanted}${advice}`;
}

/** As `base64.StdEncoding` of Go: padded, line breaks left out. */
function isBase64(text: string): boolean {
  const joined = text.replace(/[\r\n]/g, '');
  return joined.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(joined);
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ELOOP: 'its links go round in a circle',
};

/** Why a file cannot be read, in words. */
export function systemWords(error: unknown): string {
  const code = isObject(error) && typeof error['code'] === 'string' ? error['code'] : '';
  return SYSTEM[code] ?? (code === '' ? String(error) : `it cannot be read (${code})`);
}
