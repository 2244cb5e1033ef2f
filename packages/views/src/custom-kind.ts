import { asString } from '@lanthorn/base/json.ts';
import { findByJsonPath, parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';
import type { Cell, StatusCell } from './cells/cell.ts';
import { AGE, booleanCell, NAME, NAMESPACE, numberCell, timeCell } from './cells/columns.ts';
import { readConditions } from './cells/condition.ts';
import type { ColumnType, ColumnView, CustomKind, KindView, ListedResource, PrintedColumn } from './cells/kind-view.ts';
import { GUESSED_RULES } from './cells/guess-references.ts';
import { BY_NAME, joined } from './cells/path-columns.ts';
import { statusColumn } from './cells/status-column.ts';
import { troubleColumns } from './cells/trouble-columns.ts';
import { findKindView } from './kind-records.ts';

/** How a resource is listed: by its record, or by what it says of itself. */
export function viewOf(resource: ListedResource): KindView | undefined {
  const record = findKindView(resource);
  return record ?? (resource.custom === undefined ? undefined : customView(resource, resource.custom));
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
};

/** The view of a kind without code: its conditions summed up, and the columns that its definition prints. */
function customView(resource: ListedResource, { kind, namespaced, columns, isGuessed }: CustomKind): KindView {
  const first = [
    { ...NAME, width: 240 },
    ...(namespaced ? [NAMESPACE] : []),
    statusColumn(conditionsStatus, { width: 130 }),
  ];
  const last = [AGE, ...troubleColumns()];
  const printed = columns.filter(({ path }) => path !== '.metadata.creationTimestamp').map(printedColumn);
  return {
    resource,
    kind,
    namespaced,
    names: [],
    allows: 'change',
    icon: 'puzzle',
    category: 'custom',
    // What its conditions say comes before all that it holds.
    sections: ['conditions', 'fields'],
    defaultSort: BY_NAME,
    ...(isGuessed === true ? { references: GUESSED_RULES } : {}),
    ...(columns.some(({ cell }) => cell !== undefined) ? { isPrinted: true as const } : {}),
    columns: distinctColumns({ first, between: printed, last }),
  };
}

/** Every list begins and ends alike; a column in between that is called like one of these, or like one before it, gets a number. */
export function distinctColumns({
  first,
  between,
  last,
}: Readonly<Record<'first' | 'between' | 'last', readonly ColumnView[]>>): readonly ColumnView[] {
  const taken = new Set([...first, ...last].map(({ id }) => id.toLowerCase()));
  const distinct = between
    .filter(({ id }) => id !== '')
    .map(column => {
      let { id } = column;
      for (let count = 2; taken.has(id.toLowerCase()); count++) id = `${column.id}_${count}`;
      taken.add(id.toLowerCase());
      return { ...column, id };
    });
  return [...first, ...distinct, ...last];
}

/** Names are of the author of a definition or a pack: what a filter can name has no spaces. */
export function columnName(title: string): string {
  return title.replaceAll(/\s+/g, '_');
}

/** The conditions that sum up others, by the conventions of the projects that many clusters have. */
const SUMMARIES = ['Ready', 'Available', 'Programmed', 'Accepted', 'Established', 'Synced', 'Healthy', 'Succeeded'];

/** What the conditions come to: the one that sums up the others, else the worst; nothing where there are none. */
export function conditionsStatus(object: unknown): StatusCell | null {
  const conditions = readConditions(object);
  const summary = SUMMARIES.map(type => conditions.find(condition => condition.type === type)).find(
    condition => condition !== undefined,
  );
  const told = summary ?? conditions[0];
  if (told === undefined) return null;
  const { type, status, reason, tone } = told;
  if (status === 'True') return { status: type, tone };
  return { status: reason || (status === 'False' ? `Not${type}` : 'Unknown'), tone };
}

function printedColumn({ name, type, path, cell, isWide }: PrintedColumn): ColumnView {
  const columnType = TYPES[type] ?? 'text';
  return {
    id: columnName(name),
    type: columnType,
    width: columnType === 'text' ? 160 : 90,
    ...(isWide ? { isHidden: true } : {}),
    read:
      cell === undefined
        ? reader(path, columnType)
        : (_, { printed = [] }) => cellOf([ofTable(printed[cell])], columnType),
  };
}

/** Printers write nothing so. */
function ofTable(value: unknown): unknown {
  return value === '<none>' ? null : value;
}

function reader(path: string, type: ColumnType): ColumnView['read'] {
  const steps = parseJsonPath(path);
  return object =>
    steps === null ? { broken: `cannot read the path ${path}` } : cellOf(findByJsonPath(object, steps), type);
}

/** Of numbers, truths and times the first, as kubectl prints it; of texts all. */
function cellOf(found: readonly unknown[], type: ColumnType): Cell {
  const [first] = found;
  if (first === undefined || first === null) return null;
  if (type === 'number') return numberCell(first);
  if (type === 'boolean') return booleanCell(first);
  if (type === 'time') return timeCell(first);
  return joined(found.map(textOfValue), ' ');
}

/** A text as it is, nothing of nothing, else JSON as kubectl prints it. */
export function textOfValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || (typeof value === 'number' && !Number.isFinite(value))
    ? ''
    : asString(JSON.stringify(value));
}
