/** How good a state is; shape and word carry it too, never colour alone. */
export type Tone = 'ok' | 'active' | 'warning' | 'bad' | 'muted';

/** A state in the field's own word. */
export interface StatusCell {
  readonly status: string;
  readonly tone: Tone;
  /** It came to its end, which its word alone does not tell: nothing of it runs any more. */
  readonly hasEnded?: true;
}

/** One run of a CronJob, as its strip shows it. */
export interface RunCell {
  readonly name: string;
  readonly uid: string;
  readonly result: 'succeeded' | 'failed' | 'running' | 'suspended';
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** Started by a person: the controller knows nothing of it. */
  readonly isManual: boolean;
}

export interface ScheduleCell {
  readonly schedule: string;
  /** The parser's words when the controller could not read it either. */
  readonly error: string | null;
}

/** A cell whose object holds something of a wrong type: one cell shows the trouble, the page stays up. */
export interface BrokenCell {
  readonly broken: string;
}

/** A fact of an object. Times are milliseconds, durations too; the page formats both. */
export type Cell = string | number | boolean | null | StatusCell | ScheduleCell | BrokenCell | readonly RunCell[];

/** Nothing is there to be told: no text, no time, no run. What is not known is no cell at all. */
export function isEmpty(cell: Cell): boolean {
  return cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);
}

export function isBroken(cell: Cell): cell is BrokenCell {
  return typeof cell === 'object' && cell !== null && 'broken' in cell;
}

export function isStatus(cell: Cell): cell is StatusCell {
  return typeof cell === 'object' && cell !== null && 'status' in cell;
}

export function isSchedule(cell: Cell): cell is ScheduleCell {
  return typeof cell === 'object' && cell !== null && 'schedule' in cell;
}

/** The cell as one text, for words in a filter and for text order. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'object') return String(cell);
  if (isStatus(cell)) return cell.status;
  if (isSchedule(cell)) return cell.schedule;
  return '';
}

/** A number against what it is measured by, as a page draws it. */
export interface MeterRow {
  /** A word of the catalogue, as `meter.<id>`; or what the cluster calls it. */
  readonly title: { readonly id: string } | { readonly name: string };
  /** As Kubernetes writes them; '' for what is not known, or not limited. */
  readonly now: string;
  readonly of: string;
  /** Null where there is nothing to draw. */
  readonly share: number | null;
  /** A line across it, from 0 to 1. */
  readonly mark: number | null;
  /** It is as nobody wants it: close to a limit, or short of what is needed. */
  readonly isHot: boolean;
}

/** From this share on a limit is near. */
export const NEAR = 0.8;

/** A share that can be drawn; null where it is none. */
export function shareOf(now: number | null, of: number | null): number | null {
  return now === null || of === null || of <= 0 ? null : now / of;
}
