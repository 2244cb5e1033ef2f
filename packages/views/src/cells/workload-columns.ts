import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from './cell.ts';
import { AGE, IMAGES, NAME, NAMESPACE, numberCell } from './columns.ts';
import { joined, numberOrText, selectorAt, textOf } from './path-columns.ts';
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

/** As whom its pods ask the API server; where the template names nobody, as the account that every namespace has. */
const accountOf = (workload: unknown) =>
  asString(getPath(workload, 'spec', 'template', 'spec', 'serviceAccountName')) || 'default';

const ACCOUNT: ColumnView = {
  ...textOf({ id: 'account', width: 160, isHidden: true }, accountOf),
  refersTo: workload => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    namespace: readMeta(workload).namespace,
    name: accountOf(workload),
  }),
};

/** How its pods are replaced, in the words of its fields: `RollingUpdate, maxSurge 25%, maxUnavailable 25%`. */
function strategyText(workload: unknown): string | null {
  const strategy = getPath(workload, 'spec', 'strategy') ?? getPath(workload, 'spec', 'updateStrategy');
  const rolling = asObject(getPath(strategy, 'rollingUpdate'));
  const bounds = Object.entries(rolling).map(([field, bound]) => `${field} ${numberOrText(bound)}`);
  return joined([asString(getPath(strategy, 'type')), ...bounds.toSorted()]);
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
    textOf({ id: 'strategy', width: 260, isHidden: true }, strategyText),
    ACCOUNT,
    selectorAt({ id: 'selector', width: 260, isHidden: true }, 'spec', 'selector'),
    ...troubleColumns(),
  ];
}
