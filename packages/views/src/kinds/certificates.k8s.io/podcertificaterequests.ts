import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { BY_NAME, textAt, timeAt } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** In kubectl's words; a request has one of these conditions at most. */
function requestStatus(request: unknown): StatusCell {
  if (findCondition(request, 'Issued') !== null) return { status: 'Issued', tone: 'ok' };
  if (findCondition(request, 'Denied') !== null) return { status: 'Denied', tone: 'bad' };
  if (findCondition(request, 'Failed') !== null) return { status: 'Failed', tone: 'bad' };
  return { status: 'Pending', tone: 'warning' };
}

/** What a kubelet asks for a pod that mounts a certificate of its own. */
export const POD_CERTIFICATE_REQUEST_VIEW: KindView = {
  ...kindEntry('podcertificaterequests.certificates.k8s.io'),
  references: [
    { meaning: 'usedFor', to: ['pods'], at: '.spec.podName' },
    { meaning: 'account', to: ['serviceaccounts'], at: '.spec.serviceAccountName' },
    { meaning: 'runsOn', to: ['nodes'], at: '.spec.nodeName' },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(requestStatus, { width: 110 }),
    referenceColumn({ id: 'pod', width: 200 }, ['spec', 'podName'], {
      ...{ apiVersion: 'v1', kind: 'Pod', isNamespaced: true },
    }),
    referenceColumn({ id: 'account', width: 160, isFacet: true }, ['spec', 'serviceAccountName'], {
      ...{ apiVersion: 'v1', kind: 'ServiceAccount', isNamespaced: true },
    }),
    referenceColumn({ id: 'node', width: 150, isFacet: true }, ['spec', 'nodeName'], {
      ...{ apiVersion: 'v1', kind: 'Node' },
    }),
    textAt({ id: 'signer', width: 260, isFacet: true }, 'spec', 'signerName'),
    timeAt({ id: 'expires', width: 100 }, 'status', 'notAfter'),
    AGE,
    ...troubleColumns(),
  ],
};
