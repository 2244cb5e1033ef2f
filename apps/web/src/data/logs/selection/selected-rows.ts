import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { OncePods } from './once-pods.ts';
import type { Watching } from './patient-watch.ts';
import {
  type LogRow,
  type ReadPart,
  RowContainers,
  type SelectedContainer,
  type SelectionContext,
  type WhyUnread,
} from './row-containers.ts';

export interface SelectedLogs {
  readonly containers: readonly SelectedContainer[];
  /** Of which nothing is read, and why. */
  readonly unread: readonly { readonly row: LogRow; readonly why: WhyUnread }[];
  /** Of which some of their pods or runs are read. */
  readonly partly: readonly (ReadPart & { readonly row: LogRow })[];
  /** Of some it is not known yet which containers they have. */
  readonly isLoading: boolean;
}

/** Which containers some objects of a kind have, as that changes. */
export class SelectedRows {
  readonly #view: ObjectView;
  readonly #context: SelectionContext;
  #rows: ReadonlyMap<string, RowContainers> = new Map();

  constructor(view: ObjectView, watching: Watching, onChange: () => void) {
    this.#view = view;
    this.#context = { ...watching, pods: new OncePods(watching), onChange };
  }

  /** Which of them are read. */
  setRows(rows: readonly LogRow[]): void {
    const before = this.#rows;
    this.#rows = new Map(
      rows.map(row => {
        const key = `${row.cluster} ${row.uid}`;
        return [key, before.get(key) ?? new RowContainers(row, this.#context)];
      }),
    );
    for (const [key, row] of before) if (!this.#rows.has(key)) row.close();
    for (const [key, row] of this.#rows) if (!before.has(key)) row.begin(this.#view.logs);
    this.#context.onChange();
  }

  get logs(): SelectedLogs {
    const rows = [...this.#rows.values()];
    return {
      containers: rows.flatMap(({ containers }) => containers),
      unread: rows.flatMap(({ row, why }) => (why === null ? [] : [{ row, why }])),
      partly: rows.flatMap(({ row, parts }) => parts.map(part => ({ row, ...part }))),
      isLoading: rows.length === 0 || rows.some(({ isLoading }) => isLoading),
    };
  }

  close(): void {
    for (const row of this.#rows.values()) row.close();
  }
}
