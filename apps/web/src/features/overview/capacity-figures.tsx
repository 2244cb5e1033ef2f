import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber } from '@lanthorn/base/json.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useWholeList } from '../../data/lists/use-whole-list.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useStandings } from '../../data/usage/use-standings.ts';
import { bytesText, coresText } from '../../ui/words/quantity-text.ts';
import type { ConcernList } from './concern-list.ts';
import styles from './figures.module.css';
import { ListLink } from './list-link.tsx';

const MEASURES = ['cpu', 'memory'] as const;
const TEXTS = { cpu: coresText, memory: bytesText };
/** What more nodes lend is not added up here: the figure says what was asked for alone. */
const MAX_NODES = 500;
/** Beyond it a cluster takes few pods more. */
const HOT = 0.9;

/** What pods asked for of what the nodes lend; in some namespaces, of what all nodes lend. */
export function CapacityFigures({ lists }: { readonly lists: readonly ConcernList[] }) {
  const { t, i18n } = useTranslation();
  const { cluster, search } = useViewState();
  const requested = useStandings([cluster], search.ns).get(cluster)?.requested ?? null;
  const nodes = useWholeList(
    useMemo(() => ({ cluster, resource: NODE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [], filter: '', sort: [] }), []),
    MAX_NODES,
  );
  const rows = [...nodes.rows.values()];
  const isWhole = listAnswer(nodes).kind === 'told' && nodes.matched === rows.length;
  const lent = (measure: (typeof MEASURES)[number]) =>
    isWhole ? rows.reduce((sum, { cells }) => sum + (asNumber(cells[columnIndex(NODE_VIEW, measure)]) ?? 0), 0) : 0;
  const pods = lists.find(({ concern }) => concern.view === POD_VIEW)?.list;
  const told = pods === undefined ? null : listAnswer(pods);
  // Of pods as they were a while ago nothing is added up.
  const mayCome = told === null || told.kind === 'loading' || (told.kind === 'told' && told.until === null);
  return MEASURES.map(measure => {
    const write = (amount: number) => TEXTS[measure](amount, i18n.language);
    const [amount, of] = [requested?.[measure], lent(measure)];
    const share = amount === undefined || of <= 0 ? null : amount / of;
    const isAwaited = amount === undefined && mayCome;
    return (
      <li key={measure} data-figure={measure} aria-busy={isAwaited}>
        <ListLink view={NODE_VIEW} filter="" className={styles['label']}>
          {t(`fleet.${measure}`)}
        </ListLink>
        <div className={styles['number']}>
          {isAwaited ? (
            <span className={styles['awaited']} />
          ) : amount === undefined ? (
            <>
              –<small>{t('overview.figure.unknown')}</small>
            </>
          ) : share === null ? (
            write(amount)
          ) : (
            <>
              {share.toLocaleString(i18n.language, { style: 'percent' })}
              <small>{t('meter.of', { now: write(amount), of: write(of) })}</small>
            </>
          )}
        </div>
        <div className={styles['meter']} aria-hidden="true">
          <i
            data-bad={share !== null && share >= HOT ? true : undefined}
            style={{ width: `${Math.min(1, share ?? 0) * 100}%` }}
          />
        </div>
      </li>
    );
  });
}
