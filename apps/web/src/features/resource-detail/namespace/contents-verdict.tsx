import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../ui/time/clock.ts';
import { shortDuration } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { VerdictBox } from '../subject/verdict-box.tsx';
import { NOT_WELL, useWatchedKinds, type WatchedKind } from './watched-kinds.tsx';

/** Of what is well as such: whether what is in it is, with the way to what is not. Of what may not be read nothing is said but that. */
export function ContentsVerdict({ subject, status }: { readonly subject: DetailSubject; readonly status: string }) {
  const { t } = useTranslation();
  const { cluster, name } = subject;
  const watched = useWatchedKinds();
  const ill = watched.filter(({ answer, notWell }) => answer === 'told' && notWell > 0);
  const unknown = watched.filter(({ answer }) => answer === 'unknown');
  const stale = watched.filter(({ until }) => until !== null);
  const isLive = watched.every(({ answer, until }) => answer === 'told' && until === null);
  const kindsOf = (kinds: readonly WatchedKind[]) =>
    kinds.map(({ view }) => t(`kind.${view.resource.resource}`)).join(' · ');
  return (
    <VerdictBox tone={ill.length > 0 ? 'warning' : isLive ? 'ok' : 'muted'}>
      <p>
        <strong>{visibleText(status)}</strong>
        {' – '}
        {ill.length > 0 ? (
          <>
            {t('verdict.notWell')} <NotWellLinks cluster={cluster} namespace={name} kinds={ill} />
          </>
        ) : (
          t(`verdict.${wordFor(watched)}`)
        )}
      </p>
      {unknown.length === 0 ? null : <p className="dim">{t('verdict.notRead', { kinds: kindsOf(unknown) })}</p>}
      {stale.length === 0 ? null : <NoNews stale={stale} kinds={kindsOf(stale)} />}
    </VerdictBox>
  );
}

/** Where nothing is known not to be well. */
function wordFor(watched: readonly WatchedKind[]): string {
  if (watched.some(({ answer }) => answer === 'loading')) return 'looking';
  if (watched.some(({ answer }) => answer === 'unknown')) return 'inPart';
  const isPast = watched.some(({ until }) => until !== null);
  if (watched.every(({ total }) => total === 0)) return isPast ? 'nothingRan' : 'nothingRuns';
  return isPast ? 'allWasWell' : 'allWell';
}

/** Of which kinds nothing is heard now, and since when. */
function NoNews({ stale, kinds }: { readonly stale: readonly WatchedKind[]; readonly kinds: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const since = Math.min(...stale.flatMap(({ until }) => (until === null || until === 0 ? [] : until)));
  return (
    <p className="dim">
      {Number.isFinite(since)
        ? t('verdict.noNewsFor', { kinds, duration: shortDuration(now - since) })
        : t('verdict.noNews', { kinds })}
    </p>
  );
}

function NotWellLinks({
  cluster,
  namespace,
  kinds,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly kinds: readonly WatchedKind[];
}) {
  const { t, i18n } = useTranslation();
  return kinds.map(({ address, view, notWell }, i) => (
    <Fragment key={address}>
      {i === 0 ? null : ' · '}
      <Link
        to="/c/$cluster/$resource"
        params={{ cluster, resource: address }}
        search={{ ns: namespace, q: NOT_WELL } as never}
      >
        {notWell.toLocaleString(i18n.language)}
        {'\u00a0'}
        {notWell === 1 ? view.kind : t(`kind.${view.resource.resource}`)}
      </Link>
    </Fragment>
  ));
}
