import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { isAbsent } from '../../data/lists/is-absent.ts';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { type HeadQuery, useLiveLists } from '../../data/lists/use-live-lists.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { LatestChanges } from '../../parts/latest-changes.tsx';
import { Icon } from '../../ui/marks/icon.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { Sheet } from '../../ui/screen/sheet.tsx';
import { FreshnessBadge, type Freshness, whyText } from '../../ui/status/freshness.tsx';
import { CapacityFigures } from './capacity-figures.tsx';
import { ClusterWords } from './cluster-words.tsx';
import { type Cause, joinCauses, type Problem } from './causes.ts';
import type { ConcernList } from './concern-list.ts';
import { type Concern, CONCERNS } from './concerns.ts';
import { Figures } from './figures.tsx';
import { GoingOn } from './going-on.tsx';
import { ListLink } from './list-link.tsx';
import { NeedsYou } from './needs-you.tsx';
import { NextDay } from './next-day.tsx';
import { NodeMap } from './nodes/node-map.tsx';
import { Warnings } from './warnings.tsx';
import styles from './overview.module.css';

/** Of each concern as many as are looked through for their causes; of more than that the list has the rest, and it is said. */
const JOINED = 100;

/** What needs somebody now, by its cause; what is well; what changed: the same lists as everywhere, live, with a filter. */
export function OverviewPage() {
  const { cluster, namespaces } = useViewState();
  const { t } = useTranslation();
  const { lists, retry } = useLiveLists(CONCERNS.map(concern => queryOf(concern, cluster, namespaces)));
  const there = CONCERNS.flatMap((concern, i): readonly ConcernList[] => {
    const list = lists[i];
    return list === undefined || isAbsent(concern.view, list.state) ? [] : [{ concern, list }];
  });
  const wrong = there.filter(({ list }) => (list.matched ?? 0) > 0 && !isUnknown(list.state));
  const unknown = there.filter(({ list }) => isUnknown(list.state) || isHalfSeen(list));
  const unseen = unknown.filter(({ list }) => list.state.kind !== 'loading');
  const well = there.filter(
    ({ list }) => list.matched === 0 && list.total > 0 && !isUnknown(list.state) && !isHalfSeen(list),
  );
  const causes = useCauses(wrong);
  return (
    <section className="list-page" aria-label={t('overview.title')} data-testid="overview">
      <div className="toolbar">
        <ScreenTitle>{t('overview.title')}</ScreenTitle>
        <ClusterWords cluster={cluster} namespaces={namespaces} lists={there} />
        <span className="count" aria-live="polite">
          {unknown.length === 0 && wrong.length === 0 ? t('overview.allWell') : ''}
        </span>
        <FreshnessBadge state={worst(there.map(({ list }) => list.state))} onRetry={retry} />
      </div>
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('overview.title')}>
        <Sheet
          side={
            <>
              <LatestChanges
                cluster={cluster}
                namespaces={namespaces}
                link={
                  <ListLink view={EVENT_VIEW} filter="">
                    {t('kind.events')}
                  </ListLink>
                }
              />
              <Warnings />
            </>
          }
        >
          <Figures lists={there}>
            <CapacityFigures lists={there} />
          </Figures>
          <NeedsYou causes={causes} lists={wrong} answer={answerOf(unknown, unseen)} />
          <GoingOn />
          <NodeMap />
          <NextDay />
          {unseen.map(({ concern, list }) => (
            <p key={concern.id} className="dim" data-concern={concern.id}>
              {`${t(`overview.${concern.id}`)}: ${whyText(list.state, t)}`}
            </p>
          ))}
          {well.length === 0 ? null : (
            <ul className={styles['well']} aria-label={t('overview.well')}>
              {well.map(({ concern, list }) => (
                <li key={concern.id} data-concern={concern.id}>
                  <Icon name="check" /> {t(`overview.well.${concern.id}`, { count: list.total })}
                </li>
              ))}
            </ul>
          )}
        </Sheet>
      </div>
    </section>
  );
}

/** Everything has answered, or is still on its way, or of something it cannot be said. */
function answerOf(unknown: readonly unknown[], unseen: readonly unknown[]): 'told' | 'loading' | 'unknown' {
  if (unknown.length === 0) return 'told';
  return unseen.length < unknown.length ? 'loading' : 'unknown';
}

/** Joined anew only when rows have changed: the page is drawn again for every age that it shows. */
function useCauses(lists: readonly ConcernList[]): readonly Cause[] {
  const held = useRef<{ readonly rows: readonly unknown[]; readonly causes: readonly Cause[] }>({
    rows: [],
    causes: [],
  });
  const rows = lists.map(({ list }) => list.rows);
  const isSame = rows.length === held.current.rows.length && rows.every((row, i) => row === held.current.rows[i]);
  if (!isSame) {
    const problems = lists.flatMap(({ concern, list }) =>
      [...list.rows.values()].map((row): Problem => ({ view: concern.view, row })),
    );
    held.current = { rows, causes: joinCauses(problems) };
  }
  return held.current.causes;
}

function queryOf({ view, filter }: Concern, cluster: string, namespaces: readonly string[]): HeadQuery {
  const scopes = view.namespaced ? [...namespaces] : [];
  return { cluster, resource: view.resource, namespaces: scopes, filter, sort: [], limit: JOINED };
}

/** Nothing can be said yet, or not at all: no problem seen is not the same as no problem. */
function isUnknown(state: Freshness): boolean {
  return state.kind === 'loading' || state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty);
}

/** Nothing is wrong in what may be seen, and not all may be. */
function isHalfSeen({ state, matched }: ListSnapshot): boolean {
  return state.kind === 'partial' && matched === 0;
}

const BADNESS: readonly Freshness['kind'][] = ['live', 'forbidden', 'partial', 'loading', 'stale'];

/** The page is as fresh as its least fresh part; what one may not see is said where it would be. */
function worst(states: readonly Freshness[]): Freshness {
  const [first = { kind: 'live' } as const, ...rest] = states.toSorted(
    (a, b) => BADNESS.indexOf(b.kind) - BADNESS.indexOf(a.kind),
  );
  return first.kind === 'forbidden' && rest.length > 0 && rest.at(-1)?.kind === 'live' ? { kind: 'live' } : first;
}
