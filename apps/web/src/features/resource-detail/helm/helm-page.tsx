import { useTranslation } from 'react-i18next';
import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { ReleaseLink } from '../../../data/helm/release-link.tsx';
import { type LiveReleases, useReleases } from '../../../data/helm/use-releases.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { useTypedText } from '../../../parts/filter/use-typed-text.ts';
import { Table } from '../../../ui/data/table.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { ScreenTitle } from '../../../ui/screen/screen-title.tsx';
import { EmptyState } from '../../../ui/status/empty-state.tsx';
import { FreshnessBadge, forbiddenText, whyText } from '../../../ui/status/freshness.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { ReleaseStatus } from './release-status.tsx';

/** A release is two lines on a phone; so many are read in a moment. */
const STEP = 200;

/** The releases of Helm in a cluster, or in the namespaces that are chosen. */
export function HelmPage() {
  const { t } = useTranslation();
  const { cluster, search, namespaces, setSearch } = useViewState();
  const live = useReleases(cluster, namespaces);
  const {
    text: filter,
    setText,
    input,
  } = useTypedText(search.q ?? '', q => setSearch({ q: q === '' ? undefined : q }));
  const found = live.releases.filter(release => matches(release, filter));
  return (
    <section className="list-page" aria-label={t('helm.title')} data-testid="helm">
      <div className="toolbar">
        <ScreenTitle>{t('helm.title')}</ScreenTitle>
        <span className="count" aria-live="polite">
          {live.states === null ? '' : t('helm.count', { count: found.length })}
        </span>
        <div className="filter">
          <BareInput
            ref={input}
            type="search"
            aria-label={t('helm.filter')}
            placeholder={t('helm.filter')}
            value={filter}
            onChange={setText}
          />
        </div>
        {live.states === null ? null : <FreshnessBadge state={live.states.secrets} onRetry={live.retry} />}
      </div>
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('helm.title')}>
        <Body cluster={cluster} live={live} found={found} filter={filter} />
      </div>
    </section>
  );
}

/** Each word that was typed is in what a row shows. */
function matches({ name, namespace, status, head }: ToldRelease, filter: string): boolean {
  const text = [name, namespace, status, head?.chart, head?.chartVersion, head?.appVersion].join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

function Body({
  cluster,
  live,
  found,
  filter,
}: {
  readonly cluster: string;
  readonly live: LiveReleases;
  readonly found: readonly ToldRelease[];
  readonly filter: string;
}) {
  const { t } = useTranslation();
  const { shown, more } = useShownRows(found.length, STEP);
  const { states, end, left, releases } = live;
  if (end !== null)
    return <p role="alert">{end.problem === null ? t('helm.ended') : visibleText(problemWords(end.problem))}</p>;
  if (states === null) return <Skeleton lines={8} label={t('detail.loading')} />;
  const { secrets, configmaps } = states;
  if (releases.length === 0) {
    if (secrets.kind === 'loading') return <Skeleton lines={8} label={t('detail.loading')} />;
    if (secrets.kind === 'forbidden')
      return (
        <EmptyState title={t('helm.forbidden')}>
          {forbiddenText(secrets, t)} {t('helm.needs')}
        </EmptyState>
      );
    if (secrets.kind === 'stale' && secrets.isEmpty)
      return <EmptyState title={t('helm.unknown')}>{whyText(secrets, t)}</EmptyState>;
    return <EmptyState title={t('helm.none')}>{t('helm.noneWhy')}</EmptyState>;
  }
  return (
    <>
      {configmaps.kind === 'forbidden' ? <p className="dim">{t('helm.noConfigMaps')}</p> : null}
      {found.length === 0 ? (
        <EmptyState title={t('helm.noMatch')}>{t('helm.noMatchWhy', { filter: visibleText(filter) })}</EmptyState>
      ) : (
        <Table
          data-testid="releases"
          columns={[
            { title: t('column.name') },
            { title: t('column.namespace') },
            { title: t('column.status') },
            { title: t('helm.chart') },
            { title: t('helm.appVersion'), isWide: true },
            { title: t('helm.revision'), align: 'right' },
            { title: t('helm.updated'), align: 'right' },
          ]}
        >
          {found.slice(0, shown).map(release => (
            <ReleaseRow
              key={`${release.namespace}/${release.name} ${release.storage}`}
              cluster={cluster}
              release={release}
            />
          ))}
        </Table>
      )}
      {more}
      {left === 0 ? null : <p className="tone-warning">{t('helm.left', { count: left })}</p>}
    </>
  );
}

function ReleaseRow({ cluster, release }: { readonly cluster: string; readonly release: ToldRelease }) {
  const { t } = useTranslation();
  const { namespace, name, revision, head, problem, storedAt } = release;
  const chart = head === null ? '' : `${head.chart}-${head.chartVersion}`;
  return (
    <tr data-top>
      <td data-place="title">
        <ReleaseLink cluster={cluster} namespace={namespace} name={name}>
          {visibleText(name)}
        </ReleaseLink>
      </td>
      <td data-place="detail">
        <ObjectLink
          cluster={cluster}
          reference={{ apiVersion: 'v1', kind: 'Namespace', namespace: '', name: namespace }}
        >
          {visibleText(namespace)}
        </ObjectLink>
      </td>
      <td data-place="state">
        <ReleaseStatus release={release} />
      </td>
      <td data-place="detail" data-title={t('helm.chart')}>
        {problem === null ? (
          visibleText(chart)
        ) : (
          <span className="tone-warning">{visibleText(problemWords(problem))}</span>
        )}
      </td>
      <td data-place="detail" data-wide data-title={t('helm.appVersion')} data-empty={head === null || undefined}>
        {visibleText(head?.appVersion ?? '')}
      </td>
      <td data-place="detail" data-align="right" data-title={t('helm.revision')}>
        {revision}
      </td>
      <td data-place="when" data-align="right">
        {storedAt === null ? null : <Age at={head?.updatedAt ?? storedAt} />}
      </td>
    </tr>
  );
}
