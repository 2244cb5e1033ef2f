import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { Icon, kindIcon } from '../../ui/marks/icon.tsx';
import { EmptyState } from '../../ui/status/empty-state.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Status } from '../../ui/status/status.tsx';
import { whyText } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { kindTitle } from '../kind-title.ts';
import { MapCanvas } from './map-canvas.tsx';
import { warmLayout } from './map-layout.ts';
import type { MapGraph, MapNode } from './map-graph.ts';
import type { MapList, MapObjects } from './use-map-objects.ts';
import styles from './map.module.css';

interface DrawnMapProps {
  readonly cluster: string;
  readonly told: Pick<MapObjects, 'isLoading' | 'cut' | 'unread'>;
  readonly graph: MapGraph;
  /** What it is about; null for all. */
  readonly selected: string | null;
  readonly isList?: boolean;
}

/** A map as far as it is known, with what is missing on it; drawn, or as a list. */
export function DrawnMap({ cluster, told, graph, selected, isList = false }: DrawnMapProps) {
  const { t } = useTranslation();
  const open = useOpen(cluster);
  const isNothing = graph.nodes.length === 0;
  const isLoading = useRef(told.isLoading);
  isLoading.current = told.isLoading;
  // Where all is here it is arranged at once.
  useEffect(() => {
    if (!isList && isLoading.current) warmLayout();
  }, [isList]);
  return (
    <div className={styles['screen']}>
      <Notes told={told} graph={graph} isAll={selected === null} />
      {isNothing ? (
        <div className={styles['nothing']}>
          {told.isLoading ? <Skeleton lines={6} label={t('map.loading')} /> : <EmptyState title={t('map.nothing')} />}
        </div>
      ) : null}
      {isNothing ? null : isList ? (
        <MapAsList cluster={cluster} graph={graph} />
      ) : (
        <MapCanvas graph={graph} isPart={told.isLoading} selected={selected} onOpen={open} />
      )}
    </div>
  );
}

/** What the map does not show is said beside it. */
function Notes({
  told,
  graph,
  isAll,
}: {
  readonly told: DrawnMapProps['told'];
  readonly graph: MapGraph;
  readonly isAll: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles['notes']}>
      {byKind(told.cut).map(({ view, list }) => (
        <p key={groupResource(view.resource)} className="tone-warning">
          {t('related.cut', { shown: list.rows.size, count: list.matched ?? 0, kind: kindTitle(view, t) })}
        </p>
      ))}
      {byKind(told.unread).map(({ view, list }) => (
        <p
          key={groupResource(view.resource)}
          className="tone-warning"
        >{`${kindTitle(view, t)}: ${whyText(list.state, t)}`}</p>
      ))}
      {told.isLoading && graph.nodes.length > 0 ? <p className="dim">{t('map.part')}</p> : null}
      {isAll && graph.alone > 0 ? <p className="dim">{t('map.alone', { count: graph.alone })}</p> : null}
    </div>
  );
}

/** A kind that was asked for twice, as one: what is in both lists is counted once. */
function byKind(lists: readonly MapList[]): readonly MapList[] {
  const kinds = new Map<string, MapList>();
  for (const told of lists) {
    const key = groupResource(told.view.resource);
    const before = kinds.get(key)?.list;
    const rows = new Map([...(before?.rows ?? []), ...told.list.rows]);
    const matched = rows.size + notShown(before) + notShown(told.list);
    kinds.set(key, { view: told.view, list: { ...told.list, rows, matched } });
  }
  return [...kinds.values()];
}

const notShown = (list: MapList['list'] | undefined) => (list?.matched ?? 0) - (list?.rows.size ?? 0);

/** One object leads to its page, several alike to the list of their kind. */
function useOpen(cluster: string): (node: MapNode) => void {
  const navigate = useNavigate();
  return useCallback(
    ({ group, resource, namespace, name, count }) => {
      const kind = kindAddress({ group, resource });
      if (count === 1)
        void navigate({
          to: '/c/$cluster/$resource/$namespace/$name',
          params: { cluster, resource: kind, namespace: namespace || '-', name },
        });
      else
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster, resource: kind },
          search: (namespace === '' ? {} : { ns: namespace }) as never,
        });
    },
    [cluster, navigate],
  );
}

/** The same without a drawing: each box, how it is, and what it leads to. */
function MapAsList({ cluster, graph }: { readonly cluster: string; readonly graph: MapGraph }) {
  const { t } = useTranslation();
  const names = new Map(graph.nodes.map(({ id, kind, name }) => [id, `${kind} ${visibleText(name)}`]));
  return (
    <ul className={styles['list']} data-testid="map-list">
      {graph.nodes.map(node => {
        const leads = graph.edges.flatMap(({ from, to }) => (from === node.id ? (names.get(to) ?? []) : []));
        return (
          <li key={node.id}>
            <Icon name={kindIcon(node.icon)} /> {node.kind}{' '}
            <Link
              to="/c/$cluster/$resource/$namespace/$name"
              params={{ cluster, resource: kindAddress(node), namespace: node.namespace || '-', name: node.name }}
            >
              {visibleText(node.name)}
            </Link>{' '}
            {node.count === 1 ? null : <span className="dim">{t('map.several', { count: node.count })}</span>}{' '}
            {node.status === null ? null : <Status tone={node.status.tone} text={node.status.status} />}{' '}
            {leads.length === 0 ? null : <span className="dim">{t('map.leadsTo', { names: leads.join(', ') })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
