import { useTranslation } from 'react-i18next';
import { whyText } from '../ui/status/freshness.tsx';
import { listAnswer } from '../data/lists/list-answer.ts';
import type { ListSnapshot } from '../data/lists/list-store.ts';

/** What stands where rows would: loading, not known and why, or none. Nothing where there are rows. */
export function ListGap({
  list,
  none,
  className = 'dim',
}: {
  readonly list: Pick<ListSnapshot, 'matched' | 'state'>;
  /** Said of a list that was told whole and is empty. */
  readonly none: string;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const answer = listAnswer(list);
  if (answer.kind === 'told' && list.matched !== 0) return null;
  const text = { loading: t('detail.loading'), unknown: whyText(list.state, t), told: none }[answer.kind];
  return <p className={className}>{text}</p>;
}
