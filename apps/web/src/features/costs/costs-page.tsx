import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer, UpstreamCost } from '@lanthorn/protocol/http/cost-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { Table } from '../../ui/data/table.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { sizeText } from '../../ui/words/size-text.ts';
import { visibleText } from '../../ui/words/text.ts';
import { shortDuration } from '../../ui/time/time.tsx';

const EVERY_MS = 2_000;

/** What Lanthorn asks of this cluster's API server, and what it holds: by kind and identity. */
export function CostsPage() {
  const { cluster } = useViewState();
  const { api } = useClient();
  const { t, i18n } = useTranslation();
  const [costs, setCosts] = useState<CostsAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const ask = () => {
      api.costs().then(
        answer => {
          if (!isCurrent) return;
          setCosts(answer);
          setProblem(null);
        },
        (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
      );
    };
    ask();
    const timer = window.setInterval(ask, EVERY_MS);
    return () => {
      isCurrent = false;
      window.clearInterval(timer);
    };
  }, [api]);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const upstream = (costs?.upstream ?? []).filter(cost => cost.cluster === cluster);
  const lists = (costs?.lists ?? []).filter(list => list.cluster === cluster);
  return (
    <section className="list-page" aria-label={t('costs.title')} data-testid="costs">
      <div className="toolbar">
        <ScreenTitle>{t('costs.title')}</ScreenTitle>
        {problem === null ? null : <span role="alert">{t('app.noServer', { message: visibleText(problem) })}</span>}
      </div>
      <div className="tab-body costs" tabIndex={0} role="group" aria-label={t('costs.title')}>
        {costs === null ? (
          <Skeleton lines={8} label={t('detail.loading')} />
        ) : (
          <>
            <p className="dim">
              {t('costs.since', { duration: shortDuration(costs.now - costs.startedAt) })}{' '}
              {t('costs.sums', {
                watches: number(
                  sum(
                    upstream.filter(({ verb }) => verb === 'watch'),
                    'open',
                  ),
                ),
                requests: number(sum(upstream, 'requests')),
                bytes: sizeText(sum(upstream, 'bytes'), i18n.language),
                rejected: number(sum(upstream, 'rejected')),
                tabs: number(costs.tabs),
                memory: sizeText(costs.memory, i18n.language),
              })}
            </p>
            <UpstreamTable upstream={upstream} />
            <h2>{t('costs.lists')}</h2>
            {lists.length === 0 ? <p className="dim">{t('costs.noLists')}</p> : <ListsTable lists={lists} />}
            <p className="dim">{t('costs.metrics', { path: '/metrics' })}</p>
          </>
        )}
      </div>
    </section>
  );
}

/** What is asked of one kind stands together; the kind that costs most comes first, and of it the verb that does. */
function byResource(upstream: readonly UpstreamCost[]): readonly (readonly UpstreamCost[])[] {
  const groups = new Map<string, UpstreamCost[]>();
  for (const cost of upstream.toSorted((a, b) => b.bytes - a.bytes || b.requests - a.requests))
    groups.set(cost.resource, [...(groups.get(cost.resource) ?? []), cost]);
  return [...groups.values()].toSorted((a, b) => sum(b, 'bytes') - sum(a, 'bytes'));
}

function UpstreamTable({ upstream }: { readonly upstream: readonly UpstreamCost[] }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <Table
      columns={[
        ...(['resource', 'verb', 'user'] as const).map(field => ({ title: t(`costs.${field}`) })),
        ...(['requests', 'open', 'bytes', 'failed', 'rejected'] as const).map(field => ({
          title: t(`costs.${field}`),
          align: 'right' as const,
        })),
      ]}
    >
      {byResource(upstream).flatMap(group =>
        group.map((cost, i) => (
          <tr key={`${cost.resource} ${cost.verb} ${cost.user}`} data-cost={`${cost.verb} ${cost.resource}`}>
            <td data-place="title" data-dim={i > 0 || undefined}>
              {cost.resource === '' ? t('costs.noKind') : visibleText(cost.resource)}
            </td>
            <td data-place="state">{cost.verb}</td>
            <td data-place="detail">{visibleText(cost.user)}</td>
            {(['requests', 'open', 'bytes', 'failed', 'rejected'] as const).map(field => (
              <td key={field} data-place="detail" data-align="right" data-title={t(`costs.${field}`)}>
                {field === 'bytes' ? sizeText(cost.bytes, i18n.language) : number(cost[field])}
              </td>
            ))}
          </tr>
        )),
      )}
    </Table>
  );
}

function ListsTable({ lists }: { readonly lists: CostsAnswer['lists'] }) {
  const { t, i18n } = useTranslation();
  return (
    <Table
      columns={[
        { title: t('costs.resource') },
        { title: t('column.namespace') },
        { title: t('costs.rows'), align: 'right' },
        { title: t('costs.readers'), align: 'right' },
      ]}
    >
      {lists.map(({ resource, namespace, rows, readers }) => (
        <tr key={`${resource} ${namespace}`}>
          <td data-place="title">{resource}</td>
          <td data-place="state">{namespace === '' ? t('namespace.all') : visibleText(namespace)}</td>
          <td data-place="detail" data-align="right" data-title={t('costs.rows')}>
            {rows.toLocaleString(i18n.language)}
          </td>
          <td data-place="detail" data-align="right" data-title={t('costs.readers')}>
            {readers.toLocaleString(i18n.language)}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function sum(costs: readonly UpstreamCost[], field: 'requests' | 'open' | 'bytes' | 'rejected'): number {
  return costs.reduce((total, cost) => total + cost[field], 0);
}
