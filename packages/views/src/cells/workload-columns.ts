import { getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from './cell.ts';
import { AGE, IMAGES, NAME, NAMESPACE, numberCell } from './columns.ts';
import { statusColumn } from './status-column.ts';
import { troubleColumns } from './trouble-columns.ts';
import type { ColumnView } from './kind-view.ts';

/** What kinds that keep pods running have in common, and under which names their status holds it. */
export interface WorkloadFields {
  readonly status: (workload: unknown) => StatusCell;
  /** How many pods are ready, and how many are wanted. */
  readonly ready: (workload: unknown) => readonly [number, number];
  /** Fields of the status, by column. */
  readonly counts: Readonly<Record<string, string>>;
}

/** The columns of a Deployment, a StatefulSet, a DaemonSet. */
export function workloadColumns({ status, ready, counts }: WorkloadFields): readonly ColumnView[] {
  return [
    NAME,
    NAMESPACE,
    statusColumn(status, { width: 190 }),
    { id: 'ready', type: 'text', width: 80, read: workload => ready(workload).join('/') },
    ...Object.entries(counts).map(
      ([id, field]): ColumnView => ({
        id,
        type: 'number',
        width: 100,
        read: workload => numberCell(getPath(workload, 'status', field) ?? 0),
      }),
    ),
    IMAGES,
    AGE,
    ...troubleColumns(),
  ];
}
