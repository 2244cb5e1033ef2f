import { useTranslation } from 'react-i18next';
import { useClient } from '../../data/client/client.ts';
import { answerOf, useAsked } from '../../data/client/use-asked.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { visibleText } from '../../ui/words/text.ts';
import type { ConcernList } from './concern-list.ts';

/** Beside the title what cluster this is: its version, how many nodes it has, and of how many namespaces all is told. What is not known is left out. */
export function ClusterWords({
  cluster,
  namespaces,
  lists,
}: {
  readonly cluster: string;
  /** Those that are chosen; none for all. */
  readonly namespaces: readonly string[];
  readonly lists: readonly ConcernList[];
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  // Who cannot be asked says so elsewhere.
  const version = answerOf(useAsked(cluster, asked => api.health(asked)))?.version ?? '';
  const sizes = lists.flatMap(({ concern: { sizeWord, view }, list }) => {
    if (sizeWord === undefined) return [];
    if (view.isScope === true && namespaces.length > 0) return [t(sizeWord, { count: namespaces.length })];
    return listAnswer(list).kind === 'told' ? [t(sizeWord, { count: list.total })] : [];
  });
  const words = [visibleText(version), ...sizes];
  return (
    <span className="count" data-testid="cluster-words">
      {words.filter(word => word !== '').join(' · ')}
    </span>
  );
}
