import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
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
  const kinds = unknown.map(({ view }) => t(`kind.${view.resource.resource}`)).join(' · ');
  return (
    <VerdictBox tone={ill.length > 0 ? 'warning' : watched.every(({ answer }) => answer === 'told') ? 'ok' : 'muted'}>
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
      {unknown.length === 0 ? null : <p className="dim">{t('verdict.notRead', { kinds })}</p>}
    </VerdictBox>
  );
}

/** Where nothing is known not to be well. */
function wordFor(watched: readonly WatchedKind[]): string {
  if (watched.some(({ answer }) => answer === 'loading')) return 'looking';
  if (watched.some(({ answer }) => answer === 'unknown')) return 'inPart';
  return watched.every(({ total }) => total === 0) ? 'nothingRuns' : 'allWell';
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
