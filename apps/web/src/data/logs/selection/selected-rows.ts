import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { Connection } from '../../connection/connection.ts';
import { type LogRow, RowContainers, type SelectedContainer, type WhyUnread } from './row-containers.ts';

export interface SelectedLogs {
  readonly containers: readonly SelectedContainer[];
  /** Of which nothing is read, and why. */
  readonly unread: readonly { readonly row: LogRow; readonly why: WhyUnread }[];
  /** Of some it is not known yet which containers they have. */
  readonly isLoading: boolean;
}

/** Which containers some objects of a kind have, as that changes. */
export class SelectedRows {
  readonly #rows: readonly RowContainers[];

  constructor(
    { view, rows }: { readonly view: ObjectView; readonly rows: readonly LogRow[] },
    connection: Pick<Connection, 'subscribe'>,
    onChange: (logs: SelectedLogs) => void,
  ) {
    this.#rows = rows.map(row => new RowContainers(row, connection, () => onChange(this.logs)));
    for (const row of this.#rows) row.begin(view.logs);
  }

  get logs(): SelectedLogs {
    return {
      containers: this.#rows.flatMap(({ containers }) => containers),
      unread: this.#rows.flatMap(({ row, why }) => (why === null ? [] : [{ row, why }])),
      isLoading: this.#rows.some(({ isLoading }) => isLoading),
    };
  }

  close(): void {
    for (const row of this.#rows) row.close();
  }
}
