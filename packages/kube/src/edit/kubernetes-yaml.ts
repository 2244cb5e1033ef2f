import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type ParsedNode,
  parseDocument,
  Scalar,
  type ScalarTag,
  type SchemaOptions,
  stringify,
  visit,
  YAMLParseError,
} from 'yaml';
import { mapTag, seqTag, stringTag } from 'yaml/util';

/**
 * YAML as Kubernetes reads it: sigs.k8s.io/yaml, by `resolve.go` of go-yaml 2. `yes` is true, `0400` is 256 and `1_000` is 1000; a date and
 * `1:30` are text. A whole number beyond 2^53 is a bigint.
 */
export function parseKubernetesYaml(
  text: string,
  options: { readonly lineCounter?: LineCounter; readonly keepSourceTokens?: boolean } = {},
): Document.Parsed<ParsedNode> {
  const document = parseDocument(text, { ...RULES, ...options });
  refuseOddMerges(document);
  return document;
}

/** The library has no code for a `<<` of what is no map; this one it gives to nothing here, as keys may be of any type. */
const ODD_MERGE: ErrorCode = 'NON_STRING_KEY';

/** `<<` takes a map, an alias of one, or a list of these; the library finds out too late to say where. */
function refuseOddMerges(document: Document.Parsed<ParsedNode>): void {
  const isSource = (node: unknown) => isMap(isAlias(node) ? node.resolve(document) : node);
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || typeof key.value !== 'symbol') return;
      if (isSeq(value) ? value.items.every(isSource) : isSource(value)) return;
      const [from, , to] = (isNode(value) && value.range) || key.range || [0, 0, 0];
      document.errors.push(new YAMLParseError([from, to], ODD_MERGE, '<< takes a map or a list of maps'));
    },
  });
}

/**
 * YAML that Kubernetes reads back as this very value; what other readers of YAML 1.1 would take for something else stands in quotes, too.
 * Without blocks, text of several lines stands in quotes on one.
 */
export function yamlText(value: unknown, { hasBlocks = true }: { readonly hasBlocks?: boolean } = {}): string {
  return stringify(value, {
    ...RULES,
    // A key that is `<<` is a text like others: it stands in quotes.
    customTags: TAGS,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    blockQuote: hasBlocks,
    doubleQuotedAsJSON: true,
  });
}

/** What go-yaml refuses or changes outside quotes: control characters but line breaks and tabs, line ends of other alphabets, byte order marks. */
const UNREADABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u;
/** At the beginning of a block of lines go-yaml takes a tab or a line of spaces for indentation. */
const ODD_BEGINNING = /^[\n ]*(\t| \n)/;

const TEXT: ScalarTag = {
  ...stringTag,
  stringify: (...[item, ...rest]: Parameters<NonNullable<ScalarTag['stringify']>>) => {
    const text = String(item.value);
    const isOdd =
      text === '<<' ||
      UNREADABLE.test(text.replace(/[\n\t]/g, '')) ||
      /\p{Surrogate}/u.test(text) ||
      ODD_BEGINNING.test(text);
    return isOdd ? quoted(text) : (stringTag.stringify?.(item, ...rest) ?? '');
  },
};

/** Text in double quotes on one line, as JSON, which is YAML as well. Half a character is what Go makes of it: U+FFFD. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const NULL: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  identify: value => value === null || value === undefined,
  createNode: () => new Scalar(null),
  test: /^(~|null|Null|NULL)?$/,
  resolve: () => null,
  stringify: () => 'null',
};

const TRUE = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const BOOLEAN: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: value => typeof value === 'boolean',
  test: /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
  resolve: text => TRUE.test(text),
};

/** `strconv.ParseInt(text, 0, 64)` without the underscores; a leading 0 makes it octal, unless an 8 or 9 follows: then it is a float. */
const INTEGER: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: value => typeof value === 'bigint' || Number.isInteger(value),
  test: /^([-+]_*)?(0_*[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0_*[bB]_*[01][01_]*|0_*[oO]_*[0-7][0-7_]*|0[0-7_]*|[1-9][0-9_]*)$/,
  resolve: text => integer(text.replaceAll('_', '')) ?? decimal(text),
};

/** Digits too many for a float, or for a whole number in another base, are text to Go. */
function decimal(text: string): number | string {
  const plain = text.replaceAll('_', '');
  return /[xXbBoO]/.test(plain) || !Number.isFinite(Number(plain)) ? text : Number(plain);
}

/** uint64 at most; what is larger is a float to Go. */
const MAX_INTEGER = 2n ** 64n - 1n;
const MIN_INTEGER = -(2n ** 63n);

function integer(text: string): number | bigint | null {
  const isNegative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '').replace(/^0(?=[0-7])/, '0o');
  const value = isNegative ? -BigInt(digits) : BigInt(digits);
  if (value > MAX_INTEGER || value < MIN_INTEGER) return null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

const FLOAT: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: value => typeof value === 'number',
  test: /^(\.[0-9]+|[-+]\.[0-9][0-9_]*|[-+]?[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9][0-9_]*)?$/,
  resolve: decimal,
};

/** Not possible in JSON, and so not in Kubernetes. */
const NOT_FINITE: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  resolve: (text, onError) => {
    onError(`${text} is no number that Kubernetes can keep`);
    return text;
  },
};

/** A date is text to Kubernetes, also where its type is named. */
const TIMESTAMP: ScalarTag = { tag: 'tag:yaml.org,2002:timestamp', resolve: text => text };

const BINARY: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve: (text, onError) => {
    onError('!!binary is not read here: write the text itself');
    return text;
  },
};

/**
 * go-yaml fills a map from top to bottom: what `<<` brings in takes the place of keys above it, and keys below take its place. Of a list of
 * maps the first counts. (The library's own `<<` gives way to keys above as well.)
 */
const MERGE: ScalarTag = {
  tag: 'tag:yaml.org,2002:merge',
  default: 'key',
  identify: value => typeof value === 'symbol' && value.description === '<<',
  test: /^<<$/,
  resolve: () => Object.assign(new Scalar(Symbol('<<')), { addToJSMap: addMerged }),
  stringify: () => '<<',
};

const addMerged: Scalar['addToJSMap'] = (context, map, value) => {
  const pointedAt = (node: unknown) =>
    context !== undefined && isAlias(node) ? node.resolve(context.doc, context) : node;
  const source = pointedAt(value);
  const brought = new Set<string>();
  for (const each of isSeq(source) ? source.items : [source]) {
    const merged = pointedAt(each);
    if (!isMap(merged)) throw new Error('<< takes a map or a list of maps');
    for (const [key, own] of Object.entries(merged.toJSON(undefined, context))) {
      if (brought.has(key)) continue;
      brought.add(key);
      Object.defineProperty(map, key, { value: own, writable: true, enumerable: true, configurable: true });
    }
  }
};

const TAGS = [mapTag, seqTag, TEXT, NULL, BOOLEAN, NOT_FINITE, INTEGER, FLOAT, TIMESTAMP, BINARY];

const RULES: SchemaOptions = {
  schema: 'kubernetes',
  customTags: [...TAGS, MERGE],
};
