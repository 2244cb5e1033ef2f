import type { Cell } from '../cells/cell.ts';

export const AT = '2026-11-23T09:00:00Z';
export const metadata = { name: 'a', namespace: 'n', creationTimestamp: AT };
/** With its reason and message, where it has them. */
export const condition = (type: string, status: string, ...[reason = '', message = '']: readonly string[]) => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: AT,
});
export const conditions = (...list: object[]) => ({ conditions: list });

/** An object of a kind, and what some of its columns say of it. */
export type StateRow = readonly [what: string, object: object, cells: Readonly<Record<string, Cell>>];

export const ok = (status: string): Cell => ({ status, tone: 'ok' });
export const active = (status: string): Cell => ({ status, tone: 'active' });
export const muted = (status: string): Cell => ({ status, tone: 'muted' });
export const warning = (status: string): Cell => ({ status, tone: 'warning' });
export const bad = (status: string): Cell => ({ status, tone: 'bad' });

/** By the kind's word in an address. */
export type StatesOfKinds = Readonly<Record<string, readonly StateRow[]>>;
