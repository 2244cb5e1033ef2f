import { asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { groupResource, parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { pluralOf } from '@lanthorn/kube/api/plural-of.ts';
import { parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';
import { findKindEntry, KIND_ENTRIES } from './kind-entries.ts';
import type { Reference, ReferenceRule, Selection } from './reference.ts';

/** As many as one object is followed to: an EndpointSlice has at most a thousand endpoints, all else far fewer. What is beyond is left out. */
export const MAX_REFERENCES = 1_000;

/** The rules of a kind by the fields that lead to them: an object is walked once, however many rules there are. */
interface Branch {
  readonly fields: { readonly name: string; readonly next: Branch }[];
  items: Branch | null;
  readonly rules: CompiledRule[];
}

/** With the kinds that it leads to. */
interface CompiledRule extends ReferenceRule {
  readonly kinds: readonly NamedKind[];
}

const COMPILED = new WeakMap<readonly ReferenceRule[], Branch>();

function compile(rules: readonly ReferenceRule[]): Branch {
  const known = COMPILED.get(rules);
  if (known !== undefined) return known;
  const root = newBranch();
  for (const rule of rules) {
    let branch = root;
    for (const step of parseJsonPath(rule.at) ?? []) branch = stepInto(branch, step);
    branch.rules.push({ ...rule, kinds: rule.to.map(knownKind) });
  }
  COMPILED.set(rules, root);
  return root;
}

const newBranch = (): Branch => ({ fields: [], items: null, rules: [] });

function stepInto(branch: Branch, step: NonNullable<ReturnType<typeof parseJsonPath>>[number]): Branch {
  if (step.kind !== 'field') return (branch.items ??= newBranch());
  const known = branch.fields.find(({ name }) => name === step.name);
  if (known !== undefined) return known.next;
  const next = newBranch();
  branch.fields.push({ name: step.name, next });
  return next;
}

/** All that an object says it has to do with others. */
export interface Relations {
  readonly references: readonly Reference[];
  readonly selections: readonly Selection[];
}

export const NO_RELATIONS: Relations = { references: [], selections: [] };

/** One value for equal references. */
export type ShareReference = (reference: Reference) => Reference;

/** What an object has to do with others, by the rules of its kind, each once. Any JSON gives some or none. */
export function findReferences(
  rules: readonly ReferenceRule[],
  object: unknown,
  share: ShareReference = reference => reference,
): Relations {
  const found = new FoundRelations(asString(getPath(object, 'metadata', 'namespace')), share);
  found.visit(object, compile(rules));
  return found.relations;
}

class FoundRelations {
  readonly #namespace: string;
  readonly #share: ShareReference;
  readonly #references: Reference[] = [];
  /** Their keys, once there are so many that looking through them takes longer. */
  #keys: Set<string> | null = null;
  readonly #selections: Selection[] = [];

  constructor(namespace: string, share: ShareReference) {
    this.#namespace = namespace;
    this.#share = share;
  }

  /** The lists are of exact size: one that has grown keeps room for more. */
  get relations(): Relations {
    const references = this.#references;
    const selections = this.#selections;
    if (references.length === 0 && selections.length === 0) return NO_RELATIONS;
    return {
      references: references.length === 0 ? NO_RELATIONS.references : references.slice(),
      selections: selections.length === 0 ? NO_RELATIONS.selections : selections.slice(),
    };
  }

  visit(value: unknown, { rules, items, fields }: Branch): void {
    for (const rule of rules) {
      if (this.#references.length + this.#selections.length >= MAX_REFERENCES) return;
      this.#ask(rule, value);
    }
    if (items !== null && Array.isArray(value)) for (const item of value) this.visit(item, items);
    if (fields.length === 0 || !isObject(value)) return;
    for (const { name, next } of fields) {
      const inner = ownValue(value, name);
      if (inner !== undefined) this.visit(inner, next);
    }
  }

  #ask(rule: CompiledRule, value: unknown): void {
    if (rule.selects !== undefined) {
      const selection = selectionOf(rule, value, this.#namespace);
      if (selection !== null) this.#selections.push(selection);
      return;
    }
    const reference = referenceOf(rule, value, this.#namespace);
    if (reference !== null && this.#isNew(reference)) this.#references.push(this.#share(reference));
  }

  #isNew(reference: Reference): boolean {
    const references = this.#references;
    if (references.length < FEW) return !references.some(other => isSameReference(other, reference));
    this.#keys ??= new Set(references.map(referenceKey));
    const { size } = this.#keys;
    return this.#keys.add(referenceKey(reference)).size > size;
  }
}

/** As many references as nearly every object has at most. */
const FEW = 16;

export function isSameReference(a: Reference, b: Reference): boolean {
  return (
    a.name === b.name &&
    a.meaning === b.meaning &&
    a.resource === b.resource &&
    a.group === b.group &&
    a.namespace === b.namespace &&
    a.uid === b.uid
  );
}

/** One text for each other reference. */
export function referenceKey({ meaning, group, resource, namespace, name, uid }: Reference): string {
  return `${meaning} ${resource}.${group} ${namespace}/${name} ${uid}`;
}

function referenceOf(rule: CompiledRule, value: unknown, own: string): Reference | null {
  const holder = asObject(value);
  const name = typeof value === 'string' ? value : asString(holder['name']);
  const to = kindNamed(rule, holder);
  if (name === '' || to === null) return null;
  const namespace = to.namespaced === false ? '' : (rule.isAcross && asString(holder['namespace'])) || own;
  return { meaning: rule.meaning, ...to.kind, namespace, name, uid: asString(holder['uid']) };
}

interface NamedKind {
  readonly kind: { readonly group: string; readonly resource: string };
  /** Not said of kinds that are not known here. */
  readonly namespaced: boolean | undefined;
}

/** The kind that an object says it names, or the one that can be meant; null where it is none that the rule follows. */
function kindNamed({ kinds, isOpen }: CompiledRule, holder: Readonly<Record<string, unknown>>): NamedKind | null {
  const named = asString(holder['kind']);
  const resource = asString(holder['resource']);
  if (named === '' && resource === '') return kinds[0] ?? null;
  const apiVersion = holder['apiVersion'];
  const said =
    typeof apiVersion === 'string' ? parseApiVersion(apiVersion).group : (holder['apiGroup'] ?? holder['group']);
  const plural = resource === '' ? (PLURALS.get(named) ?? pluralOf(named)) : resource;
  // One that leaves the group out means the core group, or else the only one that has such a kind.
  const group = typeof said === 'string' ? said : '';
  const among =
    kinds.find(({ kind }) => kind.resource === plural && kind.group === group) ??
    (typeof said === 'string' ? undefined : kinds.find(({ kind }) => kind.resource === plural));
  if (among !== undefined) return among;
  return isOpen === true ? knownKind(groupResource({ group: asString(said), resource: plural })) : null;
}

/** What the kinds that are known here are called in the plural; it is the same in every group. */
const PLURALS = new Map(KIND_ENTRIES.map(({ kind, resource }) => [kind, resource.resource]));

function knownKind(name: string): NamedKind {
  const kind = splitName(name);
  return { kind, namespaced: findKindEntry(kind)?.namespaced };
}

/** `deployments.apps` as group and resource. */
export function splitName(name: string): { readonly group: string; readonly resource: string } {
  const dot = name.indexOf('.');
  return dot < 0 ? { group: '', resource: name } : { group: name.slice(dot + 1), resource: name.slice(0, dot) };
}

function selectionOf({ meaning, to, selects, isAcross }: ReferenceRule, value: unknown, own: string): Selection | null {
  if (!isObject(value) || to[0] === undefined) return null;
  // A Service without a selector has endpoints that others write.
  if (selects === 'labels' && Object.keys(value).length === 0) return null;
  const { matchLabels, matchExpressions } = value;
  const selector = selects === 'labels' ? { matchLabels: value } : { matchLabels, matchExpressions };
  return { meaning, ...splitName(to[0]), namespace: isAcross === true ? '' : own, selector };
}
