import { parseGoDuration } from '@lanthorn/kube/schedule/go-duration.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { Cell } from '../../cells/cell.ts';
import { NAME, quantityCell } from '../../cells/columns.ts';
import type { ColumnView, JoinView, KindView } from '../../cells/kind-view.ts';
import { MEBI, usageOf } from './usage.ts';

/** Of the list of what it measured: `kubectl top` counts cores in thousandths, rounded up, and memory in whole mebibytes. */
const CPU: Omit<ColumnView, 'read'> = { id: 'cpuUsed', type: 'quantity', unit: 'cores', width: 90 };
const MEMORY: Omit<ColumnView, 'read'> = { id: 'memoryUsed', type: 'quantity', unit: 'bytes', width: 110 };
const MILLI = 1_000;
/** What was stored in another unit is not exactly the number it means: 0.1 cores are not to become 101 thousandths. */
const SLIP = 1e-6;

/** Seldom does a server measure more often or less. What it says is kept within: a wrong word neither floods it nor stops the news. */
const LEAST_MS = 10_000;
const MOST_MS = 60_000;
/** metrics-server's own, where it does not say. */
const USUAL_MS = 15_000;

/** What a pod or node uses, as lists show it: rounded, so that a row changes only when somebody would see it. */
export const MEASURED_COLUMNS: readonly ColumnView[] = [
  NAME,
  { ...CPU, read: object => rounded(usageOf(object)?.cpu, cores => Math.ceil(cores * MILLI - SLIP) / MILLI) },
  { ...MEMORY, read: object => rounded(usageOf(object)?.memory, bytes => Math.floor(bytes / MEBI) * MEBI) },
];

const INDEXES = ['cpuUsed', 'memoryUsed'].map(id => MEASURED_COLUMNS.findIndex(column => column.id === id));

/** In the list of the pods or nodes themselves: there only where somebody chose them, since they are asked for only then. */
export const USAGE_COLUMNS: readonly ColumnView[] = [
  { ...CPU, isHidden: true, read: () => null },
  { ...MEMORY, isHidden: true, read: () => null },
];

/** The same name in the same namespace: what is measured has no uid. */
export function usageJoin({ resource }: Pick<KindView, 'resource'>): JoinView {
  return {
    resource,
    by: 'name',
    columns: USAGE_COLUMNS.map(({ id }) => id),
    summarise: ([measured]) => INDEXES.map(index => measured?.cells[index] ?? null),
  };
}

/** How long until there is something new: servers measure over a window, and once in each. */
export function measuredEvery(object: unknown): number {
  const windowMs = windowOf(object);
  if (windowMs === null || windowMs <= 0) return USUAL_MS;
  return Math.max(LEAST_MS, Math.min(MOST_MS, windowMs));
}

function windowOf(object: unknown): number | null {
  const text = getPath(object, 'window');
  const parsed = typeof text === 'string' ? parseGoDuration(text) : null;
  return parsed?.ok === true ? parsed.value : null;
}

function rounded(amount: number | null | undefined, round: (amount: number) => number): Cell {
  return amount === null || amount === undefined ? null : quantityCell(round(amount));
}
