import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/status/skeleton.tsx';
import { whyText } from '../ui/status/freshness.tsx';
import { listAnswer } from '../data/lists/list-answer.ts';
import type { ListSnapshot } from '../data/lists/list-store.ts';

/** What stands where rows would: their room while they load, that they are not known and why, or that there are none. Nothing where there are rows. */
export function ListGap({
  list,
  none,
  lines = 3,
  className = 'dim',
}: {
  readonly list: Pick<ListSnapshot, 'matched' | 'state'>;
  /** Said of a list that was told whole and is empty. */
  readonly none: string;
  /** About as high as the rows that are awaited. */
  readonly lines?: number;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const answer = listAnswer(list);
  if (answer.kind === 'told' && list.matched !== 0) return null;
  if (answer.kind === 'loading') return <Skeleton lines={lines} label={t('detail.loading')} />;
  return <p className={className}>{answer.kind === 'unknown' ? whyText(list.state, t) : none}</p>;
}
