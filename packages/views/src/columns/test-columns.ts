import type { Cell } from '../cells/cell.ts';

export const at = (text: string) => Date.parse(time(text));
export const time = (text: string) => `2026-11-23T${text}:00Z`;

/** A kind's list as people see it. Name, namespace and age are the same for all kinds, and not told. */
export interface ColumnsOfKind {
  /** As the documentation of its API shows one. */
  readonly object: object;
  /** What its list says of it, by column. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** What it says of one that has a name and nothing more, where that is not nothing: what the API server reads into it. */
  readonly bare?: Readonly<Record<string, Cell>>;
  /** Columns whose values are few, and counted beside the list. */
  readonly facets?: readonly string[];
  /** Columns that are there only where somebody chose them. */
  readonly hidden?: readonly string[];
  /** How columns are sorted, filtered and written that are not text. */
  readonly types?: Readonly<Record<string, string>>;
  /** How its list begins, where not by name. */
  readonly sort?: string;
  /** Which object a cell leads to. */
  readonly leads?: Readonly<Record<string, string>>;
  /** What its page shows besides what all pages show, and which facts it does not repeat. */
  readonly sections?: readonly string[];
  readonly hiddenFacts?: readonly string[];
}

/** By the kind's word in an address. */
export type ColumnsOfKinds = Readonly<Record<string, ColumnsOfKind>>;
