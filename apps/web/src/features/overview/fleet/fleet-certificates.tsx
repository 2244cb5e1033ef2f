import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CERTIFICATE_VIEW } from '@lanthorn/views/kinds/cert-manager.io/certificates.ts';
import { CERTIFICATE_SIGNING_REQUEST_VIEW } from '@lanthorn/views/kinds/certificates.k8s.io/certificatesigningrequests.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { CertificateEnds } from '@lanthorn/protocol/http/standing-messages.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';
import { useNow } from '../../../ui/time/clock.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { shortDuration } from '../../../ui/time/time.tsx';
import { countIn, soonestIn } from './fleet-counts.ts';
import styles from './fleet.module.css';

/** Two weeks: what renews certificates has tried for long by then. */
const SOON_MS = 14 * 86_400_000;
/** Of requests those that wait for somebody. */
export const PENDING = 'status=Pending';

/** Certificates of a cluster, as far as they are known without reading Secrets: those of the connection, of cert-manager, and requests for some. */
export function FleetCertificates({
  cluster,
  ends,
  issued,
  requests,
  link,
}: {
  readonly cluster: string;
  /** Null while nobody knows. */
  readonly ends: CertificateEnds | null;
  /** Certificates of cert-manager, the first to end first. */
  readonly issued: ListSnapshot;
  /** Requests that wait. */
  readonly requests: ListSnapshot;
  readonly link: (view: KindView, filter: string, text: ReactNode) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const soonest = soonestIn(issued, { view: CERTIFICATE_VIEW, column: 'expires', cluster });
  const waiting = countIn(requests, CERTIFICATE_SIGNING_REQUEST_VIEW, cluster);
  const number = typeof waiting === 'number' ? waiting.toLocaleString(i18n.language) : '–';
  return (
    <ul className={styles['wrong']}>
      {ends?.server == null ? null : (
        <li title={t('fleet.serverCertificateWhy')}>
          {t('fleet.serverCertificate')} <End at={ends.server} />
        </li>
      )}
      {ends?.own == null ? null : (
        <li>
          {t('fleet.ownCertificate')} <End at={ends.own} />
        </li>
      )}
      {soonest === null ? null : (
        <li>
          {link(CERTIFICATE_VIEW, '', 'cert-manager')} <End at={soonest} />
        </li>
      )}
      {waiting === 0 || waiting === 'loading' || waiting === 'absent' ? null : (
        <li>{link(CERTIFICATE_SIGNING_REQUEST_VIEW, PENDING, t('fleet.waitingRequests', { number }))}</li>
      )}
      {ends?.server == null && ends?.own == null && soonest === null ? <li className="dim">–</li> : null}
    </ul>
  );
}

function End({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  const now = useNow();
  const { exact } = useTimeWords();
  const left = at - now;
  const duration = shortDuration(Math.abs(left));
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exact(at)}
      className={left <= 0 ? 'tone-bad' : left < SOON_MS ? 'tone-warning' : undefined}
    >
      {t(left <= 0 ? 'fleet.ended' : 'fleet.endsIn', { duration })}
    </time>
  );
}
