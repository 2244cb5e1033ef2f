import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { deletionColumns, deletionDue, deletionTroubles, heldByFinalizers } from '../../cells/deletion.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

export const NAMESPACE_VIEW: KindView = {
  ...kindEntry('namespaces'),
  sections: ['terminating', 'contents', 'notWell', 'namespaceChanges', 'limits'],
  isContainer: true,
  defaultSort: { column: 'name', descending: false },
  columns: [
    NAME,
    statusColumn(
      namespace => {
        const status = asString(getPath(namespace, 'status', 'phase')) || 'Unknown';
        return { status, tone: status === 'Active' ? 'ok' : 'active' };
      },
      { width: 130 },
    ),
    AGE,
    ...troubleColumns(namespace => deletionTroubles(namespace, heldUp)),
    ...deletionColumns(heldUp),
  ],
};

/** What the controller that empties namespaces reports while it cannot go on; first what keeps it from looking, then what it has found. */
const REPORTS = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
  'NamespaceContentRemaining',
];

/** What is left in it, and what holds that; where nobody has reported, the finalizers of the namespace itself. */
function heldUp(namespace: unknown): string | null {
  if (deletionDue(namespace) === null) return null;
  const reports = REPORTS.flatMap(type => {
    const condition = findCondition(namespace, type);
    return condition?.['status'] === 'True' ? [`${type}: ${asString(condition['message'])}`] : [];
  });
  const own = asArray(getPath(namespace, 'spec', 'finalizers')).map(asString);
  const named = [heldByFinalizers(namespace), ...(own.length === 0 ? [] : [`spec.finalizers: ${own.join(', ')}`])];
  return [...reports, ...(reports.length > 0 ? named.slice(0, 1) : named)].filter(text => text !== '').join('; ');
}
