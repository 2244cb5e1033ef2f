import { asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, listAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { conditionTroubles, type Trouble } from '../../cells/trouble.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Denied stands before approved; what came of it follows, in kubectl's words. */
function requestStatus(request: unknown): StatusCell {
  const has = (type: string) => findCondition(request, type) !== null;
  const isIssued = asString(getPath(request, 'status', 'certificate')) !== '';
  const decided = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  const status = [decided, ...(has('Failed') ? ['Failed'] : []), ...(isIssued ? ['Issued'] : [])].join(',');
  if (has('Failed')) return { status, tone: 'bad' };
  if (decided === 'Denied') return { status, tone: 'muted' };
  if (decided === 'Pending') return { status, tone: 'warning' };
  return { status, tone: isIssued ? 'ok' : 'active' };
}

/** One that nobody decided has no condition: it waits since it was made. */
function requestTroubles(request: unknown): readonly Trouble[] {
  if (requestStatus(request).status !== 'Pending') return conditionTroubles(request);
  return [{ container: null, exitCode: null, reason: '', message: '', since: readMeta(request).createdAt }];
}

export const CERTIFICATE_SIGNING_REQUEST_VIEW: KindView = {
  ...kindEntry('certificatesigningrequests.certificates.k8s.io'),
  troubles: requestTroubles,
  explainedBy: 'askedCertificate',
  defaultSort: BY_NAME,
  columns: [
    NAME,
    statusColumn(requestStatus, { width: 140 }),
    textAt({ id: 'signer', width: 260, isFacet: true }, 'spec', 'signerName'),
    textAt({ id: 'requestor', width: 220 }, 'spec', 'username'),
    {
      id: 'requestedDuration',
      type: 'duration',
      width: 110,
      read: request => {
        const seconds = asNumber(getPath(request, 'spec', 'expirationSeconds'));
        return seconds === undefined ? null : seconds * 1000;
      },
    },
    listAt({ id: 'usages', width: 260, isHidden: true }, 'spec', 'usages'),
    AGE,
    ...troubleColumns(requestTroubles),
  ],
};
