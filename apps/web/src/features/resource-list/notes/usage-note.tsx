import { useTranslation } from 'react-i18next';
import type { JoinView } from '@lanthorn/views/cells/kind-view.ts';
import { useServedKinds } from '../../../data/client/use-served-kinds.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useLiveLists } from '../../../data/lists/use-live-lists.ts';
import { servedUsage } from '../../../data/usage/use-usage.ts';
import { whyText } from '../../../ui/status/freshness.tsx';

/** Why the columns of what is used are empty: said once, above the list. Nothing where they are not. */
export function UsageNote({
  cluster,
  join,
  namespaces,
}: {
  readonly cluster: string;
  readonly join: JoinView;
  readonly namespaces: readonly string[];
}) {
  const { t } = useTranslation();
  const served = servedUsage(useServedKinds(cluster), join.resource);
  // The very list that fills the columns, without its rows.
  const { lists } = useLiveLists([
    { cluster, resource: join.resource, namespaces: [...namespaces], filter: '', sort: [], limit: 0 },
  ]);
  const [list] = lists;
  if (list === undefined || listAnswer(list).kind === 'told') return null;
  const isGone = served === 'notServed' || served === 'failing';
  if (!isGone && list.state.kind === 'loading') return null;
  return (
    <p className="held-note" role="status" data-testid="usage-note">
      {isGone ? t(`usage.${served}`) : t('usage.unread', { why: whyText(list.state, t) })}
    </p>
  );
}
