import { create } from 'zustand';
import { ownValue } from '@lanthorn/base/own-value.ts';
import type { ChangeSetMessage } from '@lanthorn/protocol/down-messages.ts';

/** What is told of the change set of a cluster without being asked. */
export interface ChangeSetNews {
  readonly steps: number;
  /** Counts what was told: with each the set is another. */
  readonly told: number;
}

const NOTHING: ChangeSetNews = { steps: 0, told: 0 };

const useNews = create<{ readonly news: Readonly<Record<string, ChangeSetNews>> }>(() => ({ news: {} }));

export function takeChangeSet({ cluster, steps }: Pick<ChangeSetMessage, 'cluster' | 'steps'>): void {
  useNews.setState(({ news }) => {
    const { told } = ownValue(news, cluster) ?? NOTHING;
    return { news: { ...news, [cluster]: { steps, told: told + 1 } } };
  });
}

export function useChangeSetNews(cluster: string): ChangeSetNews {
  return useNews(({ news }) => ownValue(news, cluster) ?? NOTHING);
}
