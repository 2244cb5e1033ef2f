#!/usr/bin/env node
// Makes packages/apiserver/src/data/protobuf.json: the field numbers of the served kinds, read from the struct tags of their Go types.
// usage: node tools/import-protobuf-fields.mjs FOLDER   (FOLDER holds the modules api@v0.37.2 and apimachinery@v0.37.2 of k8s.io)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import resources from '../packages/apiserver/src/data/resources.json' with { type: 'json' };

const VERSION = 'v0.37.2';
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node tools/import-protobuf-fields.mjs FOLDER');
  process.exit(2);
}
/** Types with an encoding of their own. */
const SPECIAL = {
  'resource.Quantity': 'Quantity',
  'intstr.IntOrString': 'IntOrString',
  'meta/v1.Time': 'Time',
  'meta/v1.MicroTime': 'Time',
  'meta/v1.FieldsV1': 'Raw',
  'runtime.RawExtension': 'Raw',
  'types.UID': 'string',
  'types.NodeName': 'string',
};
const BASIC = { string: 'string', bool: 'bool', float64: 'double', byte: 'int' };
for (const type of ['int', 'int32', 'int64', 'uint16', 'uint32', 'uint64']) BASIC[type] = 'int';

const directory = name =>
  name === 'meta/v1'
    ? join(folder, `apimachinery@${VERSION}/pkg/apis/meta/v1`)
    : join(folder, `api@${VERSION}/${name}`);
const packages = new Map();

/** A package's structs and named types, and which packages its imports mean. */
function load(name) {
  const known = packages.get(name);
  if (known !== undefined) return known;
  const files = name === 'meta/v1' ? ['types.go', 'group_version.go'] : ['types.go'];
  const source = files.map(file => readFileSync(join(directory(name), file), 'utf8')).join('\n');
  const imports = {};
  for (const [, alias, path] of source.matchAll(/^\t(\w+ )?"(k8s\.io\/[^"]+)"$/gm)) {
    const short = path.replace(/^k8s\.io\/(api|apimachinery\/pkg\/apis)\//, '');
    imports[alias?.trim() ?? path.split('/').at(-1)] = short.startsWith('k8s.io') ? path.split('/').at(-1) : short;
  }
  const structs = new Map();
  for (const [, struct, body] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) structs.set(struct, body);
  const named = new Map();
  for (const [, alias, type] of source.matchAll(/^type (\w+) ([\w.[\]*]+)\s*$/gm)) named.set(alias, type);
  const loaded = { name, imports, structs, named };
  packages.set(name, loaded);
  return loaded;
}

/** The encoding of a Go type: a word of BASIC or SPECIAL, a message's name, or `map:` and the type of its values. */
function resolve(type, from) {
  const plain = type.replace(/^\*/, '');
  if (plain === '[]byte') return { type: 'bytes', isRepeated: false };
  if (plain.startsWith('[]')) return { ...resolve(plain.slice(2), from), isRepeated: true };
  const [, value] = /^map\[[\w.]+\](.+)$/.exec(plain) ?? [];
  if (value !== undefined) return { type: `map:${resolve(value, from).type}`, isRepeated: true };
  if (BASIC[plain] !== undefined) return { type: BASIC[plain], isRepeated: false };
  const [prefix, local] = plain.includes('.') ? plain.split('.') : [null, plain];
  const owner = prefix === null ? from.name : (from.imports[prefix] ?? prefix);
  const special = SPECIAL[`${owner}.${local}`];
  if (special !== undefined) return { type: special, isRepeated: false };
  const home = load(owner);
  const underlying = home.named.get(local);
  // A named list is a message of its own.
  if (underlying?.startsWith('[]')) return { type: 'StringList', isRepeated: false };
  if (underlying !== undefined) return resolve(underlying, home);
  if (!home.structs.has(local)) {
    // Time, FieldsV1 and the like live beside types.go.
    const own = SPECIAL[`meta/v1.${local}`];
    if (own !== undefined) return { type: own, isRepeated: false };
    throw new Error(`${owner}.${local} is not known`);
  }
  add(owner, local);
  return { type: `${owner}.${local}`, isRepeated: false };
}

const messages = {};

function add(packageName, struct) {
  const key = `${packageName}.${struct}`;
  if (messages[key] !== undefined) return;
  messages[key] = {};
  const home = load(packageName);
  const field = /^\t(?:(\w+) +)?([*[\]\w.]+) +`json:"([^"]*)"(?: [a-zA-Z]+:"[^"]*")*? protobuf:"\w+,(\d+),\w+[^"]*"/gm;
  for (const [, , type, json, number] of (home.structs.get(struct) ?? '').matchAll(field)) {
    const [name, ...options] = json.split(',');
    const resolved = resolve(type, home);
    // i: its fields are ours; r: a list; o: a zero is left out, since Go cannot tell it from nothing.
    const flags =
      (name === '' ? 'i' : '') +
      (resolved.isRepeated && !resolved.type.startsWith('map:') ? 'r' : '') +
      (options.includes('omitempty') && !type.startsWith('*') ? 'o' : '');
    messages[key][number] = flags === '' ? [name, resolved.type] : [name, resolved.type, flags];
  }
}

const kinds = {};
const EXTRA = [
  { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
  { group: '', version: 'v1', kind: 'Binding' },
  { group: 'policy', version: 'v1', kind: 'Eviction' },
];
// Definitions and API services have types elsewhere, and no client sends them in this encoding.
const known = resources.filter(({ group }) => !['apiextensions.k8s.io', 'apiregistration.k8s.io'].includes(group));
for (const { group, version, kind } of [...known, ...EXTRA]) {
  const directoryName = `${group === '' ? 'core' : group.replace(/\.k8s\.io$/, '').replace(/\.(authorization|apiserver)$/, '')}/${version}`;
  add(directoryName, kind);
  kinds[`${group === '' ? version : `${group}/${version}`}/${kind}`] = `${directoryName}.${kind}`;
}
for (const kind of ['DeleteOptions', 'Status', 'PartialObjectMetadata', 'ListMeta']) add('meta/v1', kind);
kinds['*/DeleteOptions'] = 'meta/v1.DeleteOptions';
kinds['v1/Status'] = 'meta/v1.Status';
kinds['meta.k8s.io/v1/PartialObjectMetadata'] = 'meta/v1.PartialObjectMetadata';
const target = join(import.meta.dirname, '../packages/apiserver/src/data/protobuf.json');
writeFileSync(target, `${JSON.stringify({ kinds, messages })}\n`);
