import { Link } from '@tanstack/react-router';
import { type CSSProperties, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { type Cell, isStatus } from '@lanthorn/views/cells/cell.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { Button } from '../../../ui/button/button.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { HOT, type Measure, type NodeLoad } from '../../../data/usage/node-loads.ts';
import { NodeLegend } from './node-legend.tsx';
import styles from './node-map.module.css';
import { useNodeLoads } from '../../../data/usage/use-node-loads.ts';

/** More of them are a wall, not a map. */
const MAX_NODES = 500;
const STATUS = columnIndex(NODE_VIEW, 'status');
const ORDER = [{ column: 'name', descending: false }];
const TEXTS = { cpu: coresText, memory: bytesText };
const OTHER: Readonly<Record<Measure, Measure>> = { cpu: 'memory', memory: 'cpu' };

/** Every node as a field that shows how it is and how much of it is taken, and leads to it. */
export function NodeMap() {
  const { t, i18n } = useTranslation();
  const { cluster } = useViewState();
  const [measure, setMeasure] = useState<Measure>('memory');
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: NODE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [], filter: '', sort: ORDER, tellsUsage: true }), []),
    MAX_NODES,
  );
  const rows = useMemo(() => [...list.rows.values()], [list.rows]);
  const { told, loads, isTooMany } = useNodeLoads(cluster, rows);
  if (listAnswer(list).kind === 'loading')
    return (
      <Section title={t('kind.nodes')}>
        <Skeleton lines={2} label={t('detail.loading')} />
      </Section>
    );
  // Why nothing is known of nodes is said where nodes are a concern.
  if (rows.length === 0) return null;
  const count = (list.matched ?? rows.length).toLocaleString(i18n.language);
  const nodes = rows.map(row => readNode(row, loads[measure].get(row.name)));
  return (
    <Section
      title={t('kind.nodes')}
      note={told === null ? count : `${count}, ${t(`nodeMap.${told}.${measure}`)}`}
      link={
        told === null ? null : (
          <Button variant="link" onClick={() => setMeasure(OTHER[measure])}>
            {t(`nodeMap.by.${OTHER[measure]}`)}
          </Button>
        )
      }
      testId="node-map"
    >
      <ul className={styles['map']} data-plain={told === null || undefined}>
        {nodes.map(({ row, tone, status, load }) => {
          const share = load === undefined ? undefined : load.amount / load.of;
          const taken =
            load === undefined || told === null
              ? ''
              : `, ${t(`nodeMap.${told}.${measure}`)}: ${percent(load, i18n.language)} (${t('meter.of', {
                  now: TEXTS[measure](load.amount, i18n.language),
                  of: TEXTS[measure](load.of, i18n.language),
                })})`;
          const title = `${visibleText(row.name)}: ${visibleText(status)}${taken}`;
          return (
            <li key={row.key}>
              <Link
                className={styles['node']}
                data-tone={tone}
                data-hot={(share ?? 0) > HOT || undefined}
                data-unknown={told !== null && load === undefined ? true : undefined}
                style={{ '--share': Math.min(1, share ?? 0) } as CSSProperties}
                to="/c/$cluster/$resource/$namespace/$name"
                params={{ cluster, resource: kindAddress(NODE_VIEW.resource), namespace: '-', name: row.name }}
                title={title}
                aria-label={title}
              />
            </li>
          );
        })}
      </ul>
      <NodeLegend
        hasLoads={told !== null}
        isHot={nodes.some(({ load }) => load !== undefined && load.amount / load.of > HOT)}
        hasUnknown={told !== null && nodes.some(({ load }) => load === undefined)}
        tones={new Set(nodes.map(({ tone }) => tone))}
      />
      {isTooMany ? <p className="dim">{t('nodeMap.tooMany')}</p> : null}
      <MoreRows
        cluster={cluster}
        shown={rows.length}
        matched={list.matched}
        list={{ resource: NODE_VIEW.resource, filter: '', namespaces: [] }}
      />
    </Section>
  );
}

function readNode(row: WireRow, load: NodeLoad | undefined) {
  const cell = row.cells[STATUS] as Cell;
  const status = typeof cell === 'object' && cell !== null && isStatus(cell) ? cell : null;
  return { row, tone: status?.tone, status: status?.status ?? '', load };
}

function percent({ amount, of }: NodeLoad, language: string): string {
  return (amount / of).toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 });
}
