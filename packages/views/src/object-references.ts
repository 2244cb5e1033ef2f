import { findReferences, type Relations, type ShareReference } from './cells/find-references.ts';
import { GUESSED_RULES, guessReferences } from './cells/guess-references.ts';
import type { ObjectView } from './cells/kind-view.ts';
import { ownedBy } from './cells/pod-references.ts';
import type { ReferenceRule } from './cells/reference.ts';

const OWNER = ownedBy();

const COMPLETED = new WeakMap<readonly ReferenceRule[], readonly ReferenceRule[]>();

/** The rules of a record; whatever the kind, what owns an object is followed. */
function rulesOf(rules: readonly ReferenceRule[]): readonly ReferenceRule[] {
  if (rules.some(({ at }) => at === OWNER.at)) return rules;
  const completed = COMPLETED.get(rules) ?? [OWNER, ...rules];
  COMPLETED.set(rules, completed);
  return completed;
}

/** What an object says that it has to do with others. Total: any JSON gives some or nothing. */
export function objectReferences(
  { references: rules }: Pick<ObjectView, 'references'>,
  object: unknown,
  share?: ShareReference,
): Relations {
  if (rules !== undefined && rules !== GUESSED_RULES) return findReferences(rulesOf(rules), object, share);
  const { references } = findReferences([OWNER], object);
  return { references: [...references, ...guessReferences(object)], selections: [] };
}
