import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

export const NAMESPACE_VIEW: KindView = {
  ...kindEntry('namespaces'),
  sections: ['notWell'],
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
  ],
};
