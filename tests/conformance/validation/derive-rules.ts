import { asArray, asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { FieldRule, FieldRules } from '@lanthorn/apiserver/kinds/field-rules.ts';
import { definitionName, resolveSchema, type Schema, schemaOfKind } from '@lanthorn/apiserver/schema/schema.ts';
import type { Exchange } from '../scenario.ts';
import { type Observation, ruleOf } from './rule-of.ts';
import { SAMPLES } from './samples.ts';
import { VALID_OBJECTS } from './valid-objects.ts';

/** By type and field, what was said of it, and what was taken. */
type Observed = Map<string, Map<string, { readonly said: Observation[]; readonly taken: unknown[] }>>;

/** What a real server says of wrong fields, as rules by type and field; what depends on other fields too gives none. */
export function deriveRules(exchanges: readonly Exchange[]): FieldRules {
  const observed: Observed = new Map();
  const unions: Unions = new Map();
  for (const { group, version, resource, kind, object } of SAMPLES) {
    const title = `${group === '' ? '' : `${group}/`}${version} ${resource}: `;
    const root = schemaOfKind(group, version, kind) as Schema;
    for (const valid of [object, ...Object.values(VALID_OBJECTS[kind] ?? {})])
      observeSample(observed, { schema: root, type: kind }, valid);
    for (const exchange of exchanges.filter(entry => entry.title.startsWith(title))) {
      const path = exchange.title.slice(title.length);
      const place = placeOf(root, kind, path);
      for (const [change, told] of Object.entries(asObject(exchange.body)) as [string, readonly string[]][]) {
        const complaints = told.map(withNames);
        const own = at(complaints, path);
        // Where only something else was complained of, nothing is known of the field.
        if (own.length > 0 || complaints.length === 0) see(observed, place, { change, complaints: own });
        observeAbsent(observed, place.schema, { change, complaints, path });
        observeUnion(unions, place, { complaints, path, object });
      }
    }
  }
  const told = [...unions].map(([type, { message, none, earlier }]) => {
    const empty = none === undefined ? {} : { none };
    const members = inOrder(earlier);
    const toldAs = Object.fromEntries(Object.entries(TOLD_AS).filter(([name]) => members.includes(name)));
    return [type, { members, message, toldAs, ...empty }] as const;
  });
  return { fields: ruled(observed), unions: Object.fromEntries(told) };
}

/** Some volumes have another name in the server's complaints than in its API. */
const TOLD_AS = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function withNames(complaint: string): string {
  return Object.entries(TOLD_AS).reduce((text, [name, told]) => text.replace(`.${told}:`, `.${name}:`), complaint);
}

interface Place {
  /** The type that has the field, by name and as a schema. */
  readonly type: string;
  readonly owner: Schema;
  readonly field: string;
  readonly schema: Schema;
}

function placeOf(root: Schema, kind: string, path: string): Place {
  let schema = root;
  let place = { type: kind, owner: root, field: '' };
  for (const step of path.split('.')) {
    const field = step.replace(/\[\d+\]/, '');
    place = { type: definitionName(schema) || kind, owner: schema, field };
    schema = resolveSchema(schema).properties?.[field] as Schema;
    if (step.endsWith(']')) schema = resolveSchema(schema).items as Schema;
  }
  return { ...place, schema };
}

/** Complaints of a field itself, its items and keys. */
function at(complaints: readonly string[], path: string): string[] {
  return complaints
    .filter(entry => /^[:[]/.test(entry.slice(path.length)) && entry.startsWith(path))
    .map(entry => entry.slice(path.length));
}

type Field = Pick<Place, 'type' | 'field'>;

function fieldOf(
  observed: Observed,
  { type, field }: Field,
): { readonly said: Observation[]; readonly taken: unknown[] } {
  const fields = observed.get(type) ?? new Map<string, { said: Observation[]; taken: unknown[] }>();
  observed.set(type, fields);
  const known = fields.get(field) ?? { said: [], taken: [] };
  fields.set(field, known);
  return known;
}

function see(observed: Observed, field: Field, observation: Observation): void {
  fieldOf(observed, field).said.push(observation);
}

interface Answer {
  readonly change: string;
  readonly complaints: readonly string[];
  readonly path: string;
}

/** In an empty object every field is absent, unless the server did not look into it. */
function observeAbsent(observed: Observed, schema: Schema, { change, complaints, path }: Answer): void {
  const { items } = resolveSchema(schema);
  const empty =
    change === '{}'
      ? { schema, path }
      : change === '[{}]' && items !== undefined
        ? { schema: items, path: `${path}[0]` }
        : null;
  if (empty === null) return;
  const isSkipped = complaints.some(entry => empty.path.startsWith(entry.slice(0, entry.indexOf(': '))));
  for (const field of Object.keys(resolveSchema(empty.schema).properties ?? {})) {
    const own = at(complaints, `${empty.path}.${field}`);
    const place = { type: definitionName(empty.schema), field };
    if (own.length > 0 || !isSkipped) see(observed, place, { change: 'absent', complaints: own });
  }
}

/** It is valid, so what it lacks may be absent, and what it has may be so. */
function observeSample(
  observed: Observed,
  { schema, type }: { schema: Schema; type: string },
  object: JsonObject,
): void {
  for (const [field, inner] of Object.entries(resolveSchema(schema).properties ?? {})) {
    const value = object[field];
    if (value === undefined) see(observed, { type, field }, { change: 'absent', complaints: [] });
    else fieldOf(observed, { type, field }).taken.push(value);
    const { items } = resolveSchema(inner);
    for (const entry of Array.isArray(value) ? value : [value])
      if (isObject(entry))
        observeSample(observed, { schema: items ?? inner, type: definitionName(items ?? inner) }, entry);
  }
}

const MORE_THAN_ONE = /: Forbidden: (may not specify more than 1 (?:volume|handler) type(?: per source)?)$/;

const NOT_ONE = /^: Required value: (must specify a handler type)$/;

/** By type: which members the server looks at before which. */
type Unions = Map<string, { message: string; none?: string; readonly earlier: Map<string, Set<string>> }>;

/** Of two members of a union the server complains of the one that it looks at later. */
function observeUnion(
  unions: Unions,
  { type, owner, field }: Place,
  { complaints, path, object }: Omit<Answer, 'change'> & { object: JsonObject },
): void {
  const parent = path.slice(0, path.lastIndexOf('.'));
  for (const complaint of complaints) {
    const none = NOT_ONE.exec(complaint.slice(parent.length))?.[1];
    const union = unions.get(type);
    if (none !== undefined && union !== undefined && complaint.startsWith(`${parent}:`)) union.none = none;
    const message = MORE_THAN_ONE.exec(complaint)?.[1];
    if (message === undefined || !complaint.startsWith(`${parent}.`)) continue;
    const { earlier } = union ?? { earlier: new Map<string, Set<string>>() };
    unions.set(type, { ...union, message, earlier });
    const later = complaint.slice(parent.length + 1, complaint.indexOf(': '));
    const { properties = {} } = resolveSchema(owner);
    const isMember = (name: string) => name !== later && MEMBER.test(definitionName(properties[name] ?? {}));
    const before = later === field ? Object.keys(objectAt(object, parent)).filter(isMember) : [field];
    earlier.set(later, new Set([...(earlier.get(later) ?? []), ...before]));
    for (const name of before) if (!earlier.has(name)) earlier.set(name, new Set());
  }
}

const MEMBER = /(Source|Action)$/;

function objectAt(object: JsonObject, path: string): JsonObject {
  let found: unknown = object;
  for (const step of path.split(/\.|(?=\[)/)) {
    const index = /^\[(\d+)\]$/.exec(step)?.[1];
    found = index === undefined ? asObject(found)[step] : asArray(found)[Number(index)];
  }
  return asObject(found);
}

/** Each after those that are looked at earlier. */
function inOrder(earlier: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const members = new Set<string>();
  const seen = new Set<string>();
  const place = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const before of earlier.get(name) ?? []) place(before);
    members.add(name);
  };
  for (const name of earlier.keys()) place(name);
  return [...members];
}

/** Fields whose rule hangs on others in a way that the samples do not show. */
const OPEN: Readonly<Record<string, string>> = {
  'io.k8s.api.core.v1.ServiceSpec.ports': 'headless services and names of others need none',
  ...Object.fromEntries(
    ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'].map(name => [
      `io.k8s.api.core.v1.LimitRangeItem.${name}`,
      'what is limited has its own resources',
    ]),
  ),
};

function ruled(observed: Observed): FieldRules['fields'] {
  const fields: Record<string, Record<string, FieldRule>> = {};
  for (const [type, observations] of [...observed].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const alone = [...observations].filter(([field]) => OPEN[`${type}.${field}`] === undefined);
    const rules = alone.map(([field, { said, taken }]) => [field, ruleOf(said, taken)] as const);
    const kept = rules.filter(([, rule]) => Object.keys(rule).length > 0);
    if (kept.length > 0) fields[type] = Object.fromEntries(kept);
  }
  return fields;
}
