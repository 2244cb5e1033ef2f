import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionTroubles, type Trouble } from '@lanthorn/views/cells/trouble.ts';
import type { StatusCell } from '@lanthorn/views/cells/cell.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { Age } from '../../ui/time/time.tsx';
import { later } from '../../ui/words/later.ts';
import { visibleText } from '../../ui/words/text.ts';
import { FailureText } from './subject/failure-text.tsx';
import { LastWords } from './subject/last-words.tsx';
import { ObjectCells, statusOf } from './subject/object-cells.tsx';
import { VerdictBox } from './subject/verdict-box.tsx';
import { EXPLANATION_TYPES } from './section-types.ts';
import type { SectionProps } from './sections/section-props.ts';

const ContentsVerdict = later(async () => (await import('./namespace/contents-verdict.tsx')).ContentsVerdict);

/** More of them say the same in other words. */
const MAX_TROUBLES = 3;

/** One look tells whether the object is well and, if not, since when, why, and where to go on. Nothing for what has no state. */
export function Verdict(props: SectionProps) {
  const { subject, object } = props;
  return (
    <ObjectCells subject={subject} object={object}>
      {cells => {
        const status = statusOf(subject.view, cells);
        if (status === null) return null;
        if (status.tone === 'ok' && subject.view.isContainer === true)
          return (
            <Suspense fallback={null}>
              <ContentsVerdict subject={subject} status={status.status} />
            </Suspense>
          );
        const ready = cells[subject.view.columns.findIndex(({ id }) => id === 'ready')];
        return <Told {...props} status={status} ready={typeof ready === 'string' ? ready : ''} />;
      }}
    </ObjectCells>
  );
}

function Told({
  status,
  ready,
  ...props
}: SectionProps & {
  readonly status: StatusCell;
  /** How many of how many are ready; '' where nobody counts. */
  readonly ready: string;
}) {
  const { subject, object } = props;
  const { t } = useTranslation();
  const isTrouble = status.tone === 'bad' || status.tone === 'warning';
  const told = (subject.view.troubles ?? conditionTroubles)(object);
  // What is well, or on its way, has conditions that are not true yet.
  const troubles = isTrouble ? distinct(told).slice(0, MAX_TROUBLES) : [];
  const [first] = troubles;
  const since = first?.since ?? null;
  const Explanation = EXPLANATION_TYPES[subject.view.explainedBy ?? ''];
  return (
    <VerdictBox tone={status.tone}>
      <p>
        <strong>{visibleText(status.status)}</strong>
        {isTrouble ? '' : ` – ${t(`verdict.${status.tone}`)}`}
        {since === null ? null : (
          <>
            {' '}
            {t('verdict.since')} <Age at={since} />
          </>
        )}
      </p>
      {troubles
        // The bold word says it.
        .map(trouble =>
          trouble.container === null && trouble.reason === status.status ? { ...trouble, reason: '' } : trouble,
        )
        .filter(({ container, reason, message }) => container !== null || reason !== '' || message !== '')
        .map(trouble => (
          <FailureText key={`${trouble.container} ${trouble.reason} ${trouble.message}`} {...trouble} />
        ))}
      {/* A word alone tells nothing. */}
      {isTrouble && first === undefined && ready !== '' ? <p>{t('overview.ready', { ready })}</p> : null}
      {status.tone !== 'muted' && Explanation !== undefined ? (
        <Suspense fallback={null}>
          <Explanation {...props} />
        </Suspense>
      ) : null}
      {isTrouble ? <NextStep subject={subject} object={object} trouble={first} /> : null}
    </VerdictBox>
  );
}

function distinct(troubles: readonly Trouble[]): readonly Trouble[] {
  return [
    ...new Map(
      troubles.map(trouble => [`${trouble.container} ${trouble.message || trouble.reason}`, trouble]),
    ).values(),
  ];
}

/** Where one goes on: what the container that died said last and the way to all of it; where no log says why, to what controllers said. */
function NextStep({
  subject: { cluster, namespace, name, view },
  object,
  trouble,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly trouble: Trouble | undefined }) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  // What explains it leads on by itself.
  if (view.explainedBy !== undefined) return null;
  // Of a container that did not end there may be no log.
  const hasLog = view.logs === 'own' && trouble?.exitCode != null;
  const tab = hasLog ? 'logs' : 'events';
  const link = (
    <Button variant="link" onClick={() => setSearch({ tab }, 'push')}>
      {t(`tab.${tab}`)}
    </Button>
  );
  if (!hasLog) return <p>{link}</p>;
  return <LastWords pod={{ cluster, namespace, name, object }} trouble={trouble} link={link} />;
}
