import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { type AskedHistory, useUsageHistory } from '../../../data/usage/use-usage-history.ts';
import { Button } from '../../../ui/button/button.tsx';
import { reasonText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';

const SeenChart = lazy(async () => ({ default: (await import('./seen-chart.tsx')).SeenChart }));

/** How much was used before anybody looked, from a Prometheus of the cluster: for who wants to see it. Else what this page saw. */
export function UsageHistory({
  request,
  seen,
}: {
  readonly request: UsageHistoryRequest;
  /** Drawn where there is no history. */
  readonly seen: ReactNode;
}) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  const history = useUsageHistory(isWanted ? request : null);
  const isTold = history?.kind === 'told' && history.points.length > 1;
  return (
    <>
      <div>
        <Button
          variant="ghost"
          aria-pressed={isWanted}
          isBusy={history?.kind === 'asking'}
          onClick={() => setWanted(!isWanted)}
        >
          {t('usage.history')}
        </Button>{' '}
        <span className="dim" role="status">
          {history === null ? '' : <Said history={history} />}
        </span>
      </div>
      {isTold ? (
        <Suspense fallback={null}>
          <SeenChart seen={history.points} />
        </Suspense>
      ) : (
        seen
      )}
    </>
  );
}

/** Whose numbers these are, or why there are none. */
function Said({ history }: { readonly history: AskedHistory }) {
  const { t } = useTranslation();
  switch (history.kind) {
    case 'asking':
      return null;
    case 'none':
      return t('usage.noPrometheus');
    case 'failed':
      return t('usage.historyUnread', { why: visibleText(history.message) });
    case 'unread': {
      const why = reasonText(history.why, t);
      if (history.source === '') return t('usage.historyUnread', { why });
      return t('usage.historyRefused', { source: visibleText(history.source), why });
    }
    case 'told':
      return t(history.points.length > 1 ? 'usage.historyOf' : 'usage.historyEmpty', {
        source: visibleText(history.source),
      });
  }
}
