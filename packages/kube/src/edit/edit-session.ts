import { deepEqual, isObject } from '@lanthorn/base/json.ts';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';
import { type Clash, mergeTrees, type PathStep, type TreePath } from './three-way-merge.ts';
import { treeChanges } from './tree-changes.ts';
import type { TypeSchema } from './type-schema.ts';
import { editYaml, type TextEdit } from './yaml-edit.ts';

/** A text being edited while its object goes on changing. */
export interface EditState {
  /** What the text is compared with: the object as last merged, except where a clash is open. */
  readonly base: unknown;
  readonly text: string;
  readonly live: unknown;
}

export interface Rebase {
  readonly base: unknown;
  /** Brings the foreign changes into the text. */
  readonly edits: readonly TextEdit[];
  readonly clashes: readonly Clash[];
  /** Places the foreign changes came to, as `pathText`. */
  readonly foreign: readonly string[];
}

/** The tree that a text describes; null while the text is not valid YAML or not a map. */
export function readYaml(text: string): Record<string, unknown> | null {
  const document = parseKubernetesYaml(text);
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS();
  return isObject(value) ? value : null;
}

/**
 * Lets what others changed flow into a text where its writer has not typed; what both changed stays as typed and is a clash.
 * Null while the text is no valid YAML: it is merged when it is again.
 */
export function rebase({ base, text, live }: EditState, schema: TypeSchema | null): Rebase | null {
  const mine = readYaml(text);
  if (mine === null) return null;
  const { merged, clashes } = mergeTrees({ base, mine, live }, schema);
  // At an open clash the base stays, so that the clash stays: else mine would pass for a plain change of theirs.
  const next = clashes.reduce((tree, clash) => setAtPath(tree, clash.path, clash.base), live);
  const foreign = treeChanges(mine, merged, schema).map(({ path }) => path);
  return { base: next, edits: deepEqual(mine, merged) ? [] : editYaml(text, merged, schema), clashes, foreign };
}

/** Settles one clash: their value becomes the base and, where theirs was chosen, the value in the text. Null while the text is invalid. */
export function decide(
  { base, text, live }: EditState,
  { clash, side }: { readonly clash: Clash; readonly side: 'mine' | 'live' },
  schema: TypeSchema | null,
): { readonly base: unknown; readonly edits: readonly TextEdit[] } | null {
  const mine = readYaml(text);
  if (mine === null) return null;
  const settled = side === 'mine' ? mine : setAtPath(mine, clash.path, clash.live);
  const edits = deepEqual(mine, settled) ? [] : editYaml(text, settled, schema);
  return { base: setAtPath(base, clash.path, at(live, clash.path)), edits };
}

/** The value at a path; `undefined` where the path leads nowhere. */
function at(tree: unknown, path: TreePath): unknown {
  return path.reduce((value, step) => {
    if (typeof step === 'string') return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    return Array.isArray(value) ? value.find(item => isItem(item, step)) : undefined;
  }, tree);
}

/** A copy with another value at a path; `undefined` removes. Where the path leads nowhere, items and fields are added. */
export function setAtPath(tree: unknown, [step, ...rest]: TreePath, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const { [step]: before, ...others } = isObject(tree) ? tree : {};
    const next = setAtPath(before, rest, value);
    if (next === undefined) return others;
    // Replacing keeps the order of the fields.
    return isObject(tree) && Object.hasOwn(tree, step) ? { ...tree, [step]: next } : { ...others, [step]: next };
  }
  const items: readonly unknown[] = Array.isArray(tree) ? tree : [];
  const index = items.findIndex(item => isItem(item, step));
  const next = setAtPath(index < 0 ? undefined : items[index], rest, value);
  if (next === undefined) return items.filter((_item, i) => i !== index);
  return index < 0 ? [...items, next] : items.with(index, next);
}

function isItem(item: unknown, step: Exclude<PathStep, string>): boolean {
  if ('value' in step) return deepEqual(item, step.value);
  return (
    isObject(item) &&
    // A key that was left out is there by its default.
    Object.entries(step.key).every(([name, value]) => item[name] === undefined || deepEqual(item[name], value)) &&
    Object.keys(step.key).some(name => item[name] !== undefined)
  );
}
