import { asArray, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { groupResource, parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { pluralOf } from '@lanthorn/kube/api/plural-of.ts';
import { parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';
import { findKindEntry, KIND_ENTRIES } from './kind-entries.ts';
import type { Reference, ReferenceRule, Selection } from './reference.ts';

/** As many as one object is followed to: an EndpointSlice has at most a thousand endpoints, all else far fewer. What is beyond is left out. */
export const MAX_REFERENCES = 1_000;

/** The rules of a kind by the fields that lead to them: an object is walked once, however many rules there are. */
interface Branch {
  readonly fields: Map<string, Branch>;
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

const newBranch = (): Branch => ({ fields: new Map(), items: null, rules: [] });

function stepInto(branch: Branch, step: NonNullable<ReturnType<typeof parseJsonPath>>[number]): Branch {
  if (step.kind !== 'field') return (branch.items ??= newBranch());
  const next = branch.fields.get(step.name) ?? newBranch();
  branch.fields.set(step.name, next);
  return next;
}

/** All that an object says it has to do with others. */
export interface Relations {
  readonly references: readonly Reference[];
  readonly selections: readonly Selection[];
}

export const NO_RELATIONS: Relations = { references: [], selections: [] };

/** One value for references of one key. */
export type ShareReference = (key: string, reference: Reference) => Reference;

/** What an object has to do with others, by the rules of its kind, each once. Any JSON gives some or none. */
export function findReferences(
  rules: readonly ReferenceRule[],
  object: unknown,
  share: ShareReference = (_, reference) => reference,
): Relations {
  const namespace = asString(getPath(object, 'metadata', 'namespace'));
  const references = new Map<string, Reference>();
  const selections: Selection[] = [];
  const visit = (value: unknown, branch: Branch): void => {
    if (value === undefined || value === null) return;
    for (const rule of branch.rules) {
      if (references.size + selections.length >= MAX_REFERENCES) return;
      const selection = rule.selects === undefined ? null : selectionOf(rule, value, namespace);
      if (selection !== null) selections.push(selection);
      const reference = rule.selects === undefined ? referenceOf(rule, value, namespace) : null;
      if (reference === null) continue;
      const key = referenceKey(reference);
      if (!references.has(key)) references.set(key, share(key, reference));
    }
    if (branch.items !== null) for (const item of asArray(value)) visit(item, branch.items);
    if (branch.fields.size > 0 && isObject(value))
      for (const [field, next] of branch.fields) if (Object.hasOwn(value, field)) visit(value[field], next);
  };
  visit(object, compile(rules));
  if (references.size === 0 && selections.length === 0) return NO_RELATIONS;
  return {
    references: [...references.values()],
    selections: selections.length === 0 ? NO_RELATIONS.selections : selections,
  };
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
