import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cell, isStatus } from '@lanthorn/views/cells/cell.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useWholeList } from '../../data/lists/use-whole-list.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { MoreRows } from '../../parts/more-rows.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Section } from '../../ui/screen/section.tsx';
import { visibleText } from '../../ui/words/text.ts';
import styles from './node-map.module.css';

/** More of them are a wall, not a map. */
const MAX_NODES = 500;
const STATUS = columnIndex(NODE_VIEW, 'status');
const ORDER = [{ column: 'name', descending: false }];

/** Every node as a field that shows how it is, and leads to it. */
export function NodeMap() {
  const { t, i18n } = useTranslation();
  const { cluster } = useViewState();
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: NODE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [], filter: '', sort: ORDER }), []),
    MAX_NODES,
  );
  const rows = [...list.rows.values()];
  if (listAnswer(list).kind === 'loading')
    return (
      <Section title={t('kind.nodes')}>
        <Skeleton lines={2} label={t('detail.loading')} />
      </Section>
    );
  // Why nothing is known of nodes is said where nodes are a concern.
  if (rows.length === 0) return null;
  return (
    <Section title={t('kind.nodes')} note={(list.matched ?? rows.length).toLocaleString(i18n.language)}>
      <ul className={styles['map']}>
        {rows.map(row => {
          const cell = row.cells[STATUS] as Cell;
          const status = typeof cell === 'object' && cell !== null && isStatus(cell) ? cell : null;
          const title = `${visibleText(row.name)}: ${visibleText(status?.status ?? '')}`;
          return (
            <li key={row.key}>
              <Link
                className={styles['node']}
                data-tone={status?.tone}
                to="/c/$cluster/$resource/$namespace/$name"
                params={{ cluster, resource: kindAddress(NODE_VIEW.resource), namespace: '-', name: row.name }}
                title={title}
                aria-label={title}
              />
            </li>
          );
        })}
      </ul>
      <MoreRows
        cluster={cluster}
        shown={rows.length}
        matched={list.matched}
        list={{ resource: NODE_VIEW.resource, filter: '', namespaces: [] }}
      />
    </Section>
  );
}
