import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { CERTIFICATE_VIEW } from '@lanthorn/views/kinds/cert-manager.io/certificates.ts';
import { CERTIFICATE_SIGNING_REQUEST_VIEW } from '@lanthorn/views/kinds/certificates.k8s.io/certificatesigningrequests.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { StandingAnswer } from '@lanthorn/protocol/http/standing-messages.ts';
import { useClient } from '../../../data/client/client.ts';
import { askReach, useClusterReach } from '../../../data/client/cluster-reach.ts';
import { OVERVIEW } from '../../../data/client/page-paths.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';
import { type HeadQuery, useLiveLists } from '../../../data/lists/use-live-lists.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { Table } from '../../../ui/data/table.tsx';
import { StatusMark, type StatusTone } from '../../../ui/marks/status-mark.tsx';
import { ScreenTitle } from '../../../ui/screen/screen-title.tsx';
import { FreshnessBadge, reasonText, whyText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { ConcernList } from '../concern-list.ts';
import { CONCERNS } from '../concerns.ts';
import { FleetCapacity } from './fleet-capacity.tsx';
import { FleetCertificates, PENDING } from './fleet-certificates.tsx';
import { useStandings } from '../../../data/usage/use-standings.ts';
import { type ClusterCount, countIn, sumIn } from './fleet-counts.ts';
import styles from './fleet.module.css';

const FIRST_ENDS: HeadQuery['sort'] = [{ column: 'expires', descending: false }];

/** Several clusters on one page: which answer, how large they are, and what in each is not well. The same lists as everywhere, all clusters in each. */
export function FleetPage() {
  const { clusters, namespaces, search } = useViewState();
  const { t } = useTranslation();
  useVersions(clusters);
  const standings = useStandings(clusters, search.ns);
  const queries = [
    queryOf(clusters, NODE_VIEW, { namespaces, filter: '', limit: MAX_WINDOW }),
    queryOf(clusters, POD_VIEW, { namespaces, filter: '', limit: 0 }),
    { ...queryOf(clusters, CERTIFICATE_VIEW, { namespaces, filter: '', limit: MAX_WINDOW }), sort: FIRST_ENDS },
    queryOf(clusters, CERTIFICATE_SIGNING_REQUEST_VIEW, { namespaces, filter: PENDING, limit: 0 }),
    ...CONCERNS.map(({ view, filter }) => queryOf(clusters, view, { namespaces, filter, limit: 0 })),
  ];
  const { lists, retry } = useLiveLists(queries);
  const [nodes, pods, issued, requests, ...others] = lists;
  if (nodes === undefined || pods === undefined || issued === undefined || requests === undefined) return null;
  const concerns = CONCERNS.flatMap((concern, i) => {
    const list = others[i];
    return list === undefined ? [] : [{ concern, list }];
  });
  const column = (key: string, align?: 'right') => ({ title: t(key), align });
  return (
    <section className="list-page" aria-label={t('fleet.title')} data-testid="fleet">
      <div className="toolbar">
        <ScreenTitle>{t('fleet.title')}</ScreenTitle>
        <span className="count">{clusters.length}</span>
        <FreshnessBadge state={nodes.state} onRetry={retry} />
      </div>
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('fleet.title')}>
        <div className={styles['room']}>
          <Table
            columns={[
              column('column.cluster'),
              column('fleet.state'),
              column('column.version'),
              column('fleet.nodes', 'right'),
              column('fleet.cpu', 'right'),
              column('fleet.memory', 'right'),
              column('kind.pods', 'right'),
              column('fleet.notWell'),
              column('fleet.certificates'),
            ]}
          >
            {clusters.map(cluster => (
              <ClusterRow
                key={cluster}
                cluster={cluster}
                {...{ nodes, pods, issued, requests, concerns }}
                standing={standings.get(cluster)}
              />
            ))}
          </Table>
          <p className="dim">{t('fleet.unreadSecrets')}</p>
        </div>
      </div>
    </section>
  );
}

function queryOf(
  [cluster = '', ...others]: readonly string[],
  { resource, namespaced }: KindView,
  { namespaces, filter, limit }: { readonly namespaces: readonly string[] } & Pick<HeadQuery, 'filter' | 'limit'>,
): HeadQuery {
  return { cluster, others, resource, namespaces: namespaced ? [...namespaces] : [], filter, sort: [], limit };
}

/** Each is asked once; it is shown, so a person has said that it may be. */
function useVersions(clusters: readonly string[]): void {
  const { api } = useClient();
  const key = JSON.stringify(clusters);
  useEffect(() => {
    const { known } = useClusterReach.getState();
    const unasked = (JSON.parse(key) as readonly string[]).filter(cluster => !known.has(cluster));
    void askReach(api, unasked);
  }, [api, key]);
}

interface RowProps {
  readonly cluster: string;
  readonly nodes: ListSnapshot;
  readonly pods: ListSnapshot;
  /** Certificates of cert-manager, and requests for certificates that wait. */
  readonly issued: ListSnapshot;
  readonly requests: ListSnapshot;
  readonly standing: StandingAnswer | undefined;
  readonly concerns: readonly ConcernList[];
}

function ClusterRow({ cluster, nodes, pods, issued, requests, standing, concerns }: RowProps) {
  const { t } = useTranslation();
  const reach = useClusterReach(({ known }) => known.get(cluster));
  const all = countIn(nodes, NODE_VIEW, cluster);
  const notReady = concerns.find(({ concern }) => concern.view === NODE_VIEW);
  const unready = notReady === undefined ? 'loading' : countIn(notReady.list, NODE_VIEW, cluster);
  const amount = (resource: 'cpu' | 'memory') => (
    <FleetCapacity
      resource={resource}
      requested={standing?.requested?.[resource] ?? null}
      allocatable={typeof all === 'number' ? sumIn(nodes, { view: NODE_VIEW, column: resource, cluster }) : null}
    />
  );
  return (
    <tr data-cluster={cluster}>
      <td data-place="title">
        <Link to="/c/$cluster/$resource" params={{ cluster, resource: OVERVIEW }}>
          {visibleText(cluster)}
        </Link>
      </td>
      <td data-place="state">
        <StateOf state={nodes.clusters?.[cluster]} />
      </td>
      <td data-place="detail">{reach?.kind === 'answers' ? visibleText(reach.version) : <Unknown />}</td>
      <td data-align="right" data-place="detail" data-title={t('fleet.nodes')}>
        <CountLink cluster={cluster} view={NODE_VIEW} filter="">
          <Ready all={all} unready={unready} />
        </CountLink>
      </td>
      <td data-align="right" data-place="detail" data-title={t('fleet.cpu')}>
        {amount('cpu')}
      </td>
      <td data-align="right" data-place="detail" data-title={t('fleet.memory')}>
        {amount('memory')}
      </td>
      <td data-align="right" data-place="detail" data-title={t('kind.pods')}>
        <CountLink cluster={cluster} view={POD_VIEW} filter="">
          <Count count={countIn(pods, POD_VIEW, cluster)} />
        </CountLink>
      </td>
      <td data-place="detail" data-whole>
        <NotWell cluster={cluster} concerns={concerns} />
      </td>
      <td data-place="detail" data-whole data-title={t('fleet.certificates')}>
        <FleetCertificates
          cluster={cluster}
          ends={standing?.certificates ?? null}
          issued={issued}
          requests={requests}
          link={(view, filter, text) => (
            <CountLink cluster={cluster} view={view} filter={filter}>
              {text}
            </CountLink>
          )}
        />
      </td>
    </tr>
  );
}

/** No number is known: a dash, never a zero. */
function Unknown() {
  return <span className="dim">–</span>;
}

function Count({ count }: { readonly count: ClusterCount }) {
  const { i18n } = useTranslation();
  return typeof count === 'number' ? count.toLocaleString(i18n.language) : <Unknown />;
}

function Ready({ all, unready }: { readonly all: ClusterCount; readonly unready: ClusterCount }) {
  const { t } = useTranslation();
  if (typeof all !== 'number' || typeof unready !== 'number') return <Unknown />;
  return t('fleet.ready', { ready: all - unready, count: all });
}

function StateOf({ state }: { readonly state: QueryState | undefined }) {
  const { t } = useTranslation();
  if (state === undefined || state.kind === 'loading') return <Mark tone="active" text={t('cluster.reach.asking')} />;
  if (state.kind === 'live') return <Mark tone="ok" text={t('cluster.reach.answers')} />;
  if (state.kind === 'stale') return <Mark tone="bad" text={reasonText(state.reason, t)} />;
  const text = state.kind === 'forbidden' ? t('freshness.forbidden') : whyText(state, t);
  return <Mark tone="warning" text={text} title={whyText(state, t)} />;
}

function Mark({
  tone,
  text,
  title = text,
}: {
  readonly tone: StatusTone;
  readonly text: string;
  readonly title?: string;
}) {
  return (
    <span className={styles['state']} title={title}>
      <StatusMark tone={tone} /> <span>{text}</span>
    </span>
  );
}

/** What is not well, each a list of that cluster; what is not known is no well. */
function NotWell({ cluster, concerns }: Pick<RowProps, 'cluster' | 'concerns'>) {
  const { t, i18n } = useTranslation();
  const counted = concerns.map(({ concern, list }) => ({ concern, count: countIn(list, concern.view, cluster) }));
  const wrong = counted.filter(({ count }) => typeof count === 'number' && count > 0);
  const unknown = counted.filter(({ count }) => count === 'unknown').length;
  const isAwaited = counted.some(({ count }) => count === 'loading');
  return (
    <ul className={styles['wrong']}>
      {wrong.map(({ concern, count }) => (
        <li key={concern.id} data-concern={concern.id}>
          <CountLink cluster={cluster} view={concern.view} filter={concern.filter}>
            {`${t(`overview.${concern.id}`)} ${Number(count).toLocaleString(i18n.language)}`}
          </CountLink>
        </li>
      ))}
      {unknown === 0 ? null : <li className="dim">{t('fleet.unknown', { count: unknown })}</li>}
      {wrong.length + unknown === 0 ? <li className="dim">{t(isAwaited ? 'detail.loading' : 'fleet.well')}</li> : null}
    </ul>
  );
}

/** Leads to a list of that cluster alone. */
function CountLink({
  cluster,
  view,
  filter,
  children,
}: {
  readonly cluster: string;
  readonly view: KindView;
  readonly filter: string;
  readonly children: ReactNode;
}) {
  const { search } = useViewState();
  const { ns } = search;
  const kept = { ...(filter === '' ? {} : { q: filter }), ...(ns === undefined ? {} : { ns }) };
  return (
    <Link to="/c/$cluster/$resource" params={{ cluster, resource: kindAddress(view.resource) }} search={kept as never}>
      {children}
    </Link>
  );
}
