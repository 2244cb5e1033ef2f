import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView, ObjectReference } from '../../cells/kind-view.ts';
import { numberAt, flagAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Whether what stands behind the group answers. */
function apiServiceStatus(service: unknown): StatusCell {
  const available = findCondition(service, 'Available');
  if (available?.['status'] === 'True') return { status: 'Available', tone: 'ok' };
  if (available === null) return { status: 'Unknown', tone: 'muted' };
  return { status: asString(available['reason']) || 'Unavailable', tone: 'bad' };
}

function servedBy(object: unknown): ObjectReference {
  const part = (key: string) => asString(getPath(object, 'spec', 'service', key));
  return { apiVersion: 'v1', kind: 'Service', namespace: part('namespace'), name: part('name') };
}

export const API_SERVICE_VIEW: KindView = {
  ...kindEntry('apiservices.apiregistration.k8s.io'),
  references: [{ meaning: 'routesTo', to: ['services'], at: '.spec.service', isAcross: true }],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 320 },
    statusColumn(apiServiceStatus, { width: 150 }),
    // The API server serves itself what names no Service.
    {
      ...textOf({ id: 'service', width: 220 }, object => {
        const { namespace, name } = servedBy(object);
        return joined([namespace, name], '/');
      }),
      refersTo: servedBy,
    },
    numberAt({ id: 'groupPriority', width: 110 }, 'spec', 'groupPriorityMinimum'),
    numberAt({ id: 'versionPriority', width: 110 }, 'spec', 'versionPriority'),
    flagAt({ id: 'insecure', width: 110 }, 'spec', 'insecureSkipTLSVerify'),
    AGE,
    ...troubleColumns(),
  ],
};
