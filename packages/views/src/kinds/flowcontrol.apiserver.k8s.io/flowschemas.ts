import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, countAt } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

function schemaStatus(schema: unknown): StatusCell {
  return findCondition(schema, 'Dangling')?.['status'] === 'True'
    ? { status: 'Dangling', tone: 'bad' }
    : { status: 'InUse', tone: 'ok' };
}

export const FLOW_SCHEMA_VIEW: KindView = {
  ...kindEntry('flowschemas.flowcontrol.apiserver.k8s.io'),
  references: [
    {
      meaning: 'uses',
      to: ['prioritylevelconfigurations.flowcontrol.apiserver.k8s.io'],
      at: '.spec.priorityLevelConfiguration.name',
    },
  ],
  defaultSort: { column: 'precedence', descending: false },
  columns: [
    { ...NAME, width: 260 },
    statusColumn(schemaStatus, { width: 110 }),
    referenceColumn(
      { id: 'priorityLevel', width: 200, isFacet: true },
      ['spec', 'priorityLevelConfiguration', 'name'],
      {
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'PriorityLevelConfiguration',
      },
    ),
    countAt({ id: 'precedence', width: 100 }, 'spec', 'matchingPrecedence'),
    textAt({ id: 'distinguisher', width: 130 }, 'spec', 'distinguisherMethod', 'type'),
    AGE,
    ...troubleColumns(),
  ],
};
