import { asString } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { type Cell, type StatusCell, type Tone } from '../cells/cell.ts';
import { booleanCell, numberCell, quantityCell, timeCell } from '../cells/columns.ts';
import type { ColumnType, ColumnView, KindView, ListedResource } from '../cells/kind-view.ts';
import { joined } from '../cells/path-columns.ts';
import { statusColumn } from '../cells/status-column.ts';
import { troubleColumns } from '../cells/trouble-columns.ts';
import { conditionTroubles, type Trouble } from '../cells/trouble.ts';
import { columnName, conditionsStatus, distinctColumns, textOfValue, viewOf } from '../custom-kind.ts';
import { type Compiled, compileCel, compilePath, type Finder } from './pack-expression.ts';
import type { ConditionIs, PackAction, PackColumn, PackKind, PackStatusRule } from '../cells/pack-kind.ts';

/** How a resource is listed: by its record, by the pack that it comes with, or by what its definition says. */
export function packedViewOf(resource: ListedResource): KindView | undefined {
  const view = viewOf(resource);
  const pack = resource.custom?.pack;
  // A record knows more than any pack.
  return view === undefined || pack === undefined || view.resource.custom === undefined ? view : packView(view, pack);
}

function packView(base: KindView, pack: PackKind): KindView {
  const states = (pack.status ?? []).map(compileRule);
  const told = (object: unknown) => stateOf(states, object);
  const troubles = (object: unknown) => troublesOf(told, object);
  const status = statusColumn(
    object => {
      const state = told(object);
      return state === null ? conditionsStatus(object) : state.cell;
    },
    { width: 130 },
  );
  const own = [
    ...(pack.columns ?? []).map(packColumn),
    ...(pack.facts ?? []).map(fact => ({ ...packColumn(fact), isHidden: true })),
  ];
  const [first, last] = [base.columns.filter(({ id }) => FIRST.has(id)), base.columns.filter(({ id }) => id === 'age')];
  const said = new Set([...FIRST, ...LAST, ...own.map(({ id }) => id.toLowerCase())]);
  const printed = base.columns.filter(({ id }) => !said.has(id.toLowerCase()));
  // The columns of a pack are a choice: what the definition prints besides is there for who wants it.
  const others = pack.columns === undefined ? printed : printed.map(column => ({ ...column, isHidden: true }));
  return {
    ...base,
    ...(pack.category === undefined ? {} : { category: pack.category }),
    ...(pack.references === undefined ? {} : { references: pack.references }),
    troubles,
    offers: offersOf(pack.actions ?? []),
    columns: distinctColumns({
      first: [...first, status],
      between: [...own, ...others],
      last: [...last, ...troubleColumns(troubles)],
    }),
  };
}

const FIRST: ReadonlySet<string> = new Set(['name', 'namespace']);
const LAST: readonly string[] = ['status', 'age', 'why', 'since'];

const TYPES: Readonly<Record<NonNullable<PackColumn['type']>, ColumnType>> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  time: 'time',
  bytes: 'quantity',
};

function packColumn({ title, path, cel, type = 'text', priority = 0, isFacet }: PackColumn): ColumnView {
  const find = finder(cel === undefined ? compilePath(path ?? '') : compileCel(cel));
  return {
    id: columnName(title),
    type: TYPES[type],
    width: type === 'text' ? 160 : 90,
    ...(type === 'bytes' ? { unit: 'bytes' as const } : {}),
    ...(isFacet === true ? { isFacet } : {}),
    ...(priority > 0 ? { isHidden: true } : {}),
    read: object => cellOf(find(object), type),
  };
}

/** What is wrong with an expression is told of each object that it would be asked of, and of no other part of it. */
function finder(compiled: Compiled): Finder {
  if ('find' in compiled) return compiled.find;
  return () => {
    throw new Error(compiled.error);
  };
}

function cellOf(found: unknown, type: NonNullable<PackColumn['type']>): Cell {
  const [first] = Array.isArray(found) ? (found as readonly unknown[]) : [found];
  if (first === undefined || first === null) return null;
  switch (type) {
    case 'number':
      return numberCell(first);
    case 'boolean':
      return booleanCell(first);
    case 'time':
      return timeCell(first);
    case 'bytes':
      return quantityCell(first);
    case 'text':
      return joined((Array.isArray(found) ? found : [found]).map(textOfValue));
  }
}

/** Which of the actions make sense on an object; whether one does whose condition cannot be worked out nobody knows. */
function offersOf(actions: readonly PackAction[]): (object: unknown) => readonly PackAction[] {
  const all = actions.map(action => ({
    action,
    holds: action.when === undefined ? null : finder(compileCel(action.when)),
  }));
  return object => all.flatMap(({ action, holds }) => (holds === null || isTrue(holds, object) ? [action] : []));
}

function isTrue(holds: Finder, object: unknown): boolean {
  try {
    return holds(object) === true;
  } catch {
    // A condition that fails on an odd object offers nothing on it.
    return false;
  }
}

/** A state and why, where something says so. */
interface State {
  readonly cell: StatusCell;
  readonly reason: string;
}

type Rule = (object: unknown) => State | null;

/** The first rule that holds; null where none does. Throws what a rule that comes before cannot tell. */
function stateOf(rules: readonly Rule[], object: unknown): State | null {
  for (const rule of rules) {
    const state = rule(object);
    if (state !== null) return state;
  }
  return null;
}

function compileRule({ when, word, at, words = {}, health, reason }: PackStatusRule): Rule {
  const holds = typeof when === 'string' ? finder(compileCel(when)) : null;
  const why = reason === undefined ? null : finder(compilePath(reason));
  const said = at ?? word ?? '';
  const find: Finder = said.startsWith('.') ? finder(compilePath(said)) : () => said;
  return object => {
    if (holds !== null && holds(object) !== true) return null;
    if (typeof when === 'object' && !isSo(object, when)) return null;
    const status = wordOf(find(object));
    const tone: Tone | undefined = Object.hasOwn(words, status) ? words[status] : health;
    if (status === '' || tone === undefined) return null;
    const message = typeof when === 'object' ? findCondition(object, when.condition)?.['message'] : undefined;
    return { cell: { status, tone }, reason: wordOf(why === null ? message : why(object)) };
  };
}

function isSo(object: unknown, { condition, is, reason }: ConditionIs): boolean {
  const found = findCondition(object, condition);
  if (found === null) return false;
  return (is === undefined || found['status'] === is) && (reason === undefined || found['reason'] === reason);
}

function wordOf(found: unknown): string {
  const [first] = Array.isArray(found) ? (found as readonly unknown[]) : [found];
  return asString(first);
}

const BAD: ReadonlySet<Tone> = new Set(['bad', 'warning']);

/** What is well has no troubles, whatever its conditions are called: the pack knows them. */
function troublesOf(told: (object: unknown) => State | null, object: unknown): readonly Trouble[] {
  let state: State | null;
  try {
    state = told(object);
  } catch {
    return conditionTroubles(object);
  }
  if (state === null) return conditionTroubles(object);
  const { cell, reason } = state;
  if (!BAD.has(cell.tone)) return [];
  const others = conditionTroubles(object);
  if (reason === '' && others.length > 0) return others;
  const since = others.find(({ message }) => message === reason)?.since ?? null;
  return [{ container: null, exitCode: null, reason: cell.status, message: reason, since }];
}
