import { asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { findReferences, MAX_REFERENCES, referenceKey } from './find-references.ts';
import type { Reference, ReferenceRule } from './reference.ts';

/** How deep a spec is looked through, and at how many fields: several times what definitions have, and a moment's work. */
const MAX_DEPTH = 12;
const MAX_FIELDS = 5_000;

/** Fields that custom kinds name others by, whichever part of their spec they stand in. */
const NAMED_FIELDS: Readonly<Record<string, Omit<ReferenceRule, 'at'>>> = {
  secretName: { meaning: 'uses', to: ['secrets'] },
  secretRef: { meaning: 'uses', to: ['secrets'] },
  configMapName: { meaning: 'uses', to: ['configmaps'] },
  configMapRef: { meaning: 'uses', to: ['configmaps'] },
  configMapKeyRef: { meaning: 'uses', to: ['configmaps'] },
  secretKeyRef: { meaning: 'uses', to: ['secrets'] },
  serviceName: { meaning: 'routesTo', to: ['services'] },
  serviceRef: { meaning: 'routesTo', to: ['services'] },
  serviceAccountName: { meaning: 'account', to: ['serviceaccounts'] },
  serviceAccountRef: { meaning: 'account', to: ['serviceaccounts'] },
  claimName: { meaning: 'uses', to: ['persistentvolumeclaims'] },
  claimRef: { meaning: 'binds', to: ['persistentvolumeclaims'] },
  nodeName: { meaning: 'runsOn', to: ['nodes'] },
  storageClassName: { meaning: 'class', to: ['storageclasses.storage.k8s.io'] },
  priorityClassName: { meaning: 'class', to: ['priorityclasses.scheduling.k8s.io'] },
  ingressClassName: { meaning: 'class', to: ['ingressclasses.networking.k8s.io'] },
  scaleTargetRef: { meaning: 'scales', to: ['deployments.apps'] },
};

const byField = (rule: Omit<ReferenceRule, 'at'>): readonly ReferenceRule[] => [
  { ...rule, at: '.field', isOpen: true, isAcross: true },
];
const NAMED_RULES = new Map(Object.entries(NAMED_FIELDS).map(([field, rule]) => [field, byField(rule)]));
const OPEN = byField({ meaning: 'uses', to: [] });

/**
 * How objects of a kind without a record may name others, for who looks for the way back: not where that stands, which is guessed of each object.
 * They are looked for beside what they name.
 */
export const GUESSED_RULES: readonly ReferenceRule[] = [...NAMED_RULES.values(), OPEN].flatMap(rules =>
  rules.map(rule => ({ ...rule, askedBack: 'within' as const })),
);

/** The rules by which a field of a custom kind names others, or none. */
function rulesOf(name: string, value: unknown): readonly ReferenceRule[] {
  const saysKind = isObject(value) && asString(value['kind']) !== '';
  return NAMED_RULES.get(name) ?? (saysKind && /(?:Ref|Reference)$/.test(name) ? OPEN : []);
}

/** A field of an object, as it stands in a tree of fields. */
export interface NamingField {
  readonly name: string;
  /** Where it stands, as rules say it: `.spec.rules[*].secretName`. */
  readonly path: string;
  readonly value: unknown;
  /** Of the object. */
  readonly namespace: string;
}

/** The one object that a field names: by the rules of its kind, else as custom kinds name others. Total. */
export function referenceInField(
  rules: readonly ReferenceRule[],
  { name, path, value, namespace }: NamingField,
): Reference | null {
  const own = rules.filter(({ at, selects }) => at === path && selects === undefined);
  const asked = own.length > 0 ? own.map(rule => ({ ...rule, at: '.field' })) : rulesOf(name, value);
  const [first] = asked.length === 0 ? [] : findReferences(asked, { metadata: { namespace }, field: value }).references;
  return first ?? null;
}

/** What the spec of a kind without a record names: by fields with well-known names, and by any `…Ref` that says a kind and a name. */
export function guessReferences(object: unknown): readonly Reference[] {
  const found = new Map<string, Reference>();
  let left = MAX_FIELDS;
  const add = (rules: readonly ReferenceRule[], field: unknown): void => {
    const holder = { metadata: { namespace: getPath(object, 'metadata', 'namespace') }, field };
    for (const reference of findReferences(rules, holder).references)
      if (found.size < MAX_REFERENCES) found.set(referenceKey(reference), reference);
  };
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
    for (const [key, field] of Object.entries(value)) {
      left -= 1;
      if (left < 0) return;
      const rules = rulesOf(key, field);
      if (rules.length > 0) add(rules, field);
      else if (Array.isArray(field) && key.endsWith('Refs')) for (const item of field) addItem(item);
      visit(field, depth + 1);
    }
  };
  const addItem = (item: unknown): void => {
    if (asString(asObject(item)['kind']) !== '') add(OPEN, item);
  };
  visit(getPath(object, 'spec'), 0);
  return [...found.values()];
}
