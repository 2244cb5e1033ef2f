import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer, UpstreamCost } from '@lanthorn/protocol/http-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { useViewState } from '../../data/lists/view-state.ts';
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
          <p className="dim">{t('detail.loading')}</p>
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

function UpstreamTable({ upstream }: { readonly upstream: readonly UpstreamCost[] }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>{t('costs.resource')}</th>
          <th>{t('costs.verb')}</th>
          <th>{t('costs.user')}</th>
          {(['requests', 'open', 'bytes', 'failed', 'rejected'] as const).map(field => (
            <th key={field} className="align-right">
              {t(`costs.${field}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {upstream
          .toSorted((a, b) => b.bytes - a.bytes || b.requests - a.requests)
          .map(cost => (
            <tr key={`${cost.resource} ${cost.verb} ${cost.user}`} data-cost={`${cost.verb} ${cost.resource}`}>
              <td>{cost.resource === '' ? '–' : visibleText(cost.resource)}</td>
              <td>{cost.verb}</td>
              <td>{visibleText(cost.user)}</td>
              <td className="align-right">{number(cost.requests)}</td>
              <td className="align-right">{number(cost.open)}</td>
              <td className="align-right">{sizeText(cost.bytes, i18n.language)}</td>
              <td className="align-right">{number(cost.failed)}</td>
              <td className="align-right">{number(cost.rejected)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function ListsTable({ lists }: { readonly lists: CostsAnswer['lists'] }) {
  const { t, i18n } = useTranslation();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>{t('costs.resource')}</th>
          <th>{t('column.namespace')}</th>
          <th className="align-right">{t('costs.rows')}</th>
          <th className="align-right">{t('costs.readers')}</th>
        </tr>
      </thead>
      <tbody>
        {lists.map(({ resource, namespace, rows, readers }) => (
          <tr key={`${resource} ${namespace}`}>
            <td>{resource}</td>
            <td>{namespace === '' ? t('namespace.all') : visibleText(namespace)}</td>
            <td className="align-right">{rows.toLocaleString(i18n.language)}</td>
            <td className="align-right">{readers.toLocaleString(i18n.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sum(costs: readonly UpstreamCost[], field: 'requests' | 'open' | 'bytes' | 'rejected'): number {
  return costs.reduce((total, cost) => total + cost[field], 0);
}
