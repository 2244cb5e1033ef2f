import { useTranslation } from 'react-i18next';
import type { CertificateFacts } from '@lanthorn/protocol/http/data-messages.ts';
import { useNow } from '../../../ui/time/clock.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { shortDuration } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** Two weeks: what renews certificates has tried for long by then. */
const SOON_MS = 14 * 86_400_000;

/** What each certificate says of itself: for whom it is, from whom, and until when. */
export function Certificates({ certificates }: { readonly certificates: readonly CertificateFacts[] }) {
  const { t } = useTranslation();
  if (certificates.length === 0) return null;
  return (
    <ul aria-label={t('certificate.title')}>
      {certificates.map((facts, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- their order is theirs
        <li key={place}>
          {facts.isReadable ? (
            <Readable facts={facts} />
          ) : (
            <span className="tone-warning">{t('certificate.unreadable', { why: visibleText(facts.problem) })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Readable({ facts }: { readonly facts: Extract<CertificateFacts, { isReadable: true }> }) {
  const { t } = useTranslation();
  const { subject, issuer, names, notBefore, notAfter, isAuthority } = facts;
  return (
    <>
      <div>
        {visibleText(subject) || t('certificate.nameless')}
        {isAuthority ? <span className="dim"> · {t('certificate.authority')}</span> : null}
      </div>
      {names.length === 0 ? null : (
        <div className="dim">{t('certificate.names', { names: names.map(visibleText).join(', ') })}</div>
      )}
      {issuer === subject ? (
        <div className="dim">{t('certificate.selfSigned')}</div>
      ) : (
        <div className="dim">{t('certificate.issuer', { issuer: visibleText(issuer) })}</div>
      )}
      <Validity notBefore={notBefore} notAfter={notAfter} />
    </>
  );
}

function Validity({ notBefore, notAfter }: { readonly notBefore: number | null; readonly notAfter: number | null }) {
  const { t } = useTranslation();
  const now = useNow();
  const words = useTimeWords();
  if (notAfter === null) return <div className="dim">{t('certificate.noEnd')}</div>;
  const values = { time: words.exact(notAfter), duration: shortDuration(Math.abs(notAfter - now)) };
  if (notAfter <= now) return <div className="tone-bad">{t('certificate.expired', values)}</div>;
  if (notBefore !== null && notBefore > now)
    return (
      <div className="tone-warning">
        {t('certificate.notYet', { time: words.exact(notBefore), duration: shortDuration(notBefore - now) })}
      </div>
    );
  return (
    <div className={notAfter - now < SOON_MS ? 'tone-warning' : undefined}>{t('certificate.expires', values)}</div>
  );
}
