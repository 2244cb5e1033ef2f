import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import type { ConcernList } from './concern-list.ts';
import { ListLink } from './list-link.tsx';
import styles from './figures.module.css';

/** Each figure: the list it leads to, and the concerns whose objects it counts. Objects of one kind are in one concern at most. */
const FIGURES = [
  { id: 'nodes', view: NODE_VIEW, concerns: ['nodes'] },
  { id: 'pods', view: POD_VIEW, concerns: ['podsFailing', 'podsPending', 'podsUnready'] },
  { id: 'workloads', view: DEPLOYMENT_VIEW, concerns: ['deployments', 'statefulSets', 'daemonSets'] },
  { id: 'cronJobs', view: CRONJOB_VIEW, concerns: ['cronJobs'] },
] as const;

/** From here on a number leaves no room for how many there are in all beside it: the list tells that. */
const LONG = 10_000;

/** How many there are and how many of them are well. What is on its way has the same room, and what cannot be known is a dash. */
export function Figures({
  lists,
  children,
}: {
  readonly lists: readonly ConcernList[];
  /** Figures that are told otherwise, at the end. */
  readonly children?: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  return (
    <ul className={styles['figures']} aria-label={t('overview.figures')}>
      {FIGURES.map(({ id, view, concerns }) => {
        const counted = lists.filter(({ concern }) => (concerns as readonly string[]).includes(concern.id));
        const isKnown = counted.length === concerns.length && counted.every(({ list }) => isTold(list.state.kind));
        const isAwaited =
          counted.length < concerns.length || counted.some(({ list }) => listAnswer(list).kind === 'loading');
        const bad = counted.reduce((sum, { list }) => sum + (list.matched ?? 0), 0);
        // Pods are one list with three filters.
        const totals = new Map(counted.map(({ concern, list }) => [concern.view, list.total]));
        const total = [...totals.values()].reduce((sum, count) => sum + count, 0);
        return (
          <li key={id} data-figure={id} aria-busy={isAwaited}>
            <ListLink view={view} filter="" className={styles['label']}>
              {t(`overview.figure.${id}`)}
            </ListLink>
            <div className={styles['number']}>
              {isAwaited ? (
                <span className={styles['awaited']} />
              ) : (
                <>
                  {isKnown ? (total - bad).toLocaleString(i18n.language) : '–'}
                  <small>{isKnown ? knownText(t, total, bad) : t('overview.figure.unknown')}</small>
                </>
              )}
            </div>
            <div className={styles['meter']} aria-hidden="true">
              <i
                data-bad={isKnown && bad > 0 ? true : undefined}
                style={{ width: isKnown && total > 0 ? `${(100 * (total - bad)) / total}%` : '0' }}
              />
            </div>
          </li>
        );
      })}
      {children}
    </ul>
  );
}

function knownText(t: TFunction, total: number, bad: number): string {
  if (bad === 0) return t('overview.figure.allOf');
  return total < LONG ? t('overview.figure.of', { count: total, bad }) : t('nav.bad', { count: bad });
}

function isTold(kind: string): boolean {
  return kind === 'live' || kind === 'stale';
}
