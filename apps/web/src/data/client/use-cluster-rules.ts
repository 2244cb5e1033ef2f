import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { visibleText } from '../../ui/words/text.ts';
import { useKnownClusters } from './known-clusters.ts';

export interface ClusterRules {
  /** Of these clusters those that ask for a reason. */
  readonly asking: (clusters: readonly string[]) => readonly string[];
  /** Which of them this is not done in, in words; null where it is done in all. */
  readonly withheld: (kind: ActionKind, clusters: readonly string[]) => string | null;
}

/** What Lanthorn was started with for each cluster. The server holds to it; the page says it before. */
export function useClusterRules(): ClusterRules {
  const { t } = useTranslation();
  const answer = useKnownClusters(state => state.answer);
  return useMemo(() => {
    const infoOf = (name: string) => answer?.clusters.find(cluster => cluster.name === name);
    return {
      asking: clusters => clusters.filter(name => infoOf(name)?.asksReason === true),
      withheld: (kind, clusters) => {
        const names = clusters.filter(name => infoOf(name)?.allowed?.includes(kind) === false);
        return names.length === 0 ? null : t('right.withheld', { clusters: names.map(visibleText).join(', ') });
      },
    };
  }, [answer, t]);
}
