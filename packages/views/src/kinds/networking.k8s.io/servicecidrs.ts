import { asString } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { listAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

function cidrStatus(cidr: unknown): StatusCell {
  const ready = findCondition(cidr, 'Ready');
  if (ready?.['status'] === 'True') return { status: 'Ready', tone: 'ok' };
  return { status: asString(ready?.['reason']) || 'NotReady', tone: 'warning' };
}

export const SERVICE_CIDR_VIEW: KindView = {
  ...kindEntry('servicecidrs.networking.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    statusColumn(cidrStatus, { width: 120 }),
    listAt({ id: 'cidrs', width: 260 }, 'spec', 'cidrs'),
    AGE,
    ...troubleColumns(),
  ],
};
