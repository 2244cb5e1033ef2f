import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, referenceColumn, textCell } from '../../cells/columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

const DAY_MS = 86_400_000;
/** cert-manager renews at two thirds of a lifetime, 30 days before the end of the usual 90: later than this it does not get on with it. */
const NEAR_END_MS = 14 * DAY_MS;

function certificateStatus(certificate: unknown, now: number): StatusCell {
  const end = parseTime(getPath(certificate, 'status', 'notAfter'));
  if (end !== null && end <= now) return { status: 'Expired', tone: 'bad' };
  const ready = findCondition(certificate, 'Ready');
  if (ready?.['status'] !== 'True') return { status: asString(ready?.['reason']) || 'NotReady', tone: 'warning' };
  return end !== null && end - NEAR_END_MS <= now
    ? { status: 'Expiring', tone: 'warning' }
    : { status: 'Ready', tone: 'ok' };
}

/** The next moment at which a certificate's status changes by itself. */
function changesAt(certificate: unknown, now: number): number | null {
  const end = parseTime(getPath(certificate, 'status', 'notAfter'));
  if (end === null) return null;
  return [end - NEAR_END_MS, end].find(at => at > now) ?? null;
}

/** Certificates of cert-manager. */
export const CERTIFICATE_VIEW: KindView = {
  ...kindEntry('certificates.cert-manager.io'),
  references: [
    { meaning: 'certificate', to: ['secrets'], at: '.spec.secretName' },
    {
      meaning: 'uses',
      to: ['issuers.cert-manager.io', 'clusterissuers.cert-manager.io'],
      at: '.spec.issuerRef',
      isOpen: true,
    },
  ],
  defaultSort: { column: 'expires', descending: false },
  columns: [
    { ...NAME, width: 220 },
    NAMESPACE,
    statusColumn((certificate, { now }) => certificateStatus(certificate, now), { width: 120 }),
    {
      id: 'expires',
      type: 'time',
      width: 100,
      read: certificate => parseTime(getPath(certificate, 'status', 'notAfter')),
    },
    referenceColumn({ id: 'secret', width: 180 }, ['spec', 'secretName'], {
      apiVersion: 'v1',
      kind: 'Secret',
      isNamespaced: true,
    }),
    {
      id: 'issuer',
      type: 'text',
      width: 160,
      isFacet: true,
      read: certificate => textCell(getPath(certificate, 'spec', 'issuerRef', 'name')),
    },
    {
      id: 'changesAt',
      type: 'time',
      width: 100,
      isHidden: true,
      expires: true,
      read: (certificate, { now }) => changesAt(certificate, now),
    },
    AGE,
    ...troubleColumns(),
  ],
};
