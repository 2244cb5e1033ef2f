import * as z from 'zod/mini';
import { CATEGORIES } from '../cells/category.ts';
import type { PackKind } from '../cells/pack-kind.ts';
import { MEANINGS, type Meaning } from '../cells/reference.ts';
import { parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';

/** A sentence or an expression; what is longer is a program or no words at all. */
const MAX_WORDS = 500;
/** A name of Kubernetes. */
const MAX_NAME = 253;
/** Twice what any shipped pack has of each, for each is asked of every object of the kind. */
const MAX_COLUMNS = 20;
const MAX_RULES = 20;
const MAX_STATES = 40;
const MAX_REFERENCES = 20;
const MAX_ACTIONS = 10;
/** Fields of a merge patch: a few, one below the other. */
const MAX_PATCH = 2_000;

const words = z.string().check(z.minLength(1), z.maxLength(MAX_WORDS));
const name = z.string().check(z.minLength(1), z.maxLength(MAX_NAME));
const path = words.check(
  z.refine(
    text => text.startsWith('.') && parseJsonPath(text) !== null,
    'is no JSONPath such as .status.phase or .spec.items[*].name',
  ),
);
const HEALTH = ['ok', 'active', 'warning', 'bad', 'muted'] as const;
const health = z.enum(HEALTH);
const truth = z.enum(['True', 'False', 'Unknown']);

function upTo<T extends z.core.$ZodType>(item: T, most: number) {
  return z.array(item).check(z.maxLength(most));
}

const column = z
  .strictObject({
    title: name,
    path: z.optional(path),
    cel: z.optional(words),
    type: z.optional(z.enum(['text', 'number', 'boolean', 'time', 'bytes'])),
    priority: z.optional(z.number()),
    isFacet: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ path: at, cel }) => (at === undefined) !== (cel === undefined),
      'has either a path or an expression (cel)',
    ),
  );

const statusRule = z
  .strictObject({
    when: z.optional(
      z.union([words, z.strictObject({ condition: name, is: z.optional(name), reason: z.optional(name) })]),
    ),
    word: z.optional(words),
    health: z.optional(health),
    at: z.optional(path),
    words: z.optional(
      z.record(name, health).check(z.refine(all => Object.keys(all).length <= MAX_STATES, 'too many words')),
    ),
    reason: z.optional(path),
  })
  .check(
    z.refine(
      ({ word, at }) => (word === undefined) !== (at === undefined),
      'has either a word or the path of one (at)',
    ),
    z.refine(rule => rule.health !== undefined || rule.words !== undefined, 'says no health'),
  );

const reference = z.strictObject({
  meaning: z.enum(Object.keys(MEANINGS) as [Meaning, ...Meaning[]]),
  to: upTo(name, MAX_REFERENCES),
  at: path,
  isOpen: z.exactOptional(z.literal(true)),
  isAcross: z.exactOptional(z.literal(true)),
  selects: z.exactOptional(z.enum(['selector', 'labels'])),
});

const action = z
  .strictObject({
    name: z.string().check(z.regex(/^[a-z][a-zA-Z]{0,30}$/, 'is no word such as refresh')),
    title: name,
    effect: words,
    when: z.optional(words),
    annotate: z.optional(z.record(name, z.nullable(z.string().check(z.maxLength(MAX_WORDS))))),
    merge: z.optional(
      z
        .record(z.string(), z.unknown())
        .check(z.refine(patch => JSON.stringify(patch).length <= MAX_PATCH, `is larger than ${MAX_PATCH} characters`)),
    ),
    condition: z.optional(z.strictObject({ type: name, status: truth, reason: name, message: words })),
    part: z.optional(z.literal('status')),
  })
  .check(
    z.refine(
      ({ annotate, merge, condition }) =>
        [annotate, merge, condition].filter(change => change !== undefined).length === 1,
      'makes one change: annotate, merge or condition',
    ),
    z.refine(
      ({ merge = {} }) => !['metadata', 'apiVersion', 'kind'].some(key => Object.hasOwn(merge, key)),
      'changes what an object is',
    ),
  );

/** What a pack says of one kind. Of expressions it says only how long they may be: who reads them compiles them. */
export const packKind: z.ZodMiniType<PackKind> = z.strictObject({
  group: name,
  resource: name,
  kind: name,
  versions: z.optional(upTo(name, MAX_COLUMNS)),
  category: z.optional(z.enum(CATEGORIES)),
  columns: z.optional(upTo(column, MAX_COLUMNS)),
  status: z.optional(upTo(statusRule, MAX_RULES)),
  facts: z.optional(upTo(column, MAX_COLUMNS)),
  references: z.optional(upTo(reference, MAX_REFERENCES)),
  actions: z.optional(upTo(action, MAX_ACTIONS)),
});

/** Kinds of one project: the most any has, several times over. */
const MAX_KINDS = 60;

/** A pack as a file holds it. */
export const packFile = z.strictObject({ pack: name, kinds: upTo(packKind, MAX_KINDS).check(z.minLength(1)) });
