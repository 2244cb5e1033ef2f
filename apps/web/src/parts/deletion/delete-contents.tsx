import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { useClient } from '../../data/client/client.ts';
import { useAsked } from '../../data/client/use-asked.ts';
import { useServedKinds } from '../../data/client/use-served-kinds.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useLiveList } from '../../data/lists/use-live-list.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { type CountedKind, countedKinds } from './counted-kinds.ts';

interface ContentsProps {
  readonly target: ObjectTarget;
}

/** A request's line has room for so many. */
const KINDS_A_REQUEST = 100;

/** How many objects of each kind go with a namespace. */
export function NamespaceContents({ target: { cluster, name } }: ContentsProps) {
  const { t, i18n } = useTranslation();
  const served = useServedKinds(cluster);
  const kinds = useMemo(() => countedKinds(served), [served]);
  const counts = useCounts(cluster, name, kinds);
  if (counts === null) return <Skeleton lines={1} label={t('detail.loading')} />;
  const titleOf = ({ plural, title }: CountedKind) => (title === null ? t(`kind.${plural}`) : visibleText(title));
  const there = kinds.flatMap(kind => {
    const count = counts[kind.address] ?? 0;
    return count > 0 ? [`${titleOf(kind)} ${count.toLocaleString(i18n.language)}`] : [];
  });
  const silent = served?.unanswered ?? [];
  const unknown = [
    ...kinds.filter(({ address, isOptional }) => (counts[address] ?? null) === null && !isOptional).map(titleOf),
    ...silent.map(visibleText),
  ];
  return (
    <p className="tone-warning" data-testid="contents">
      {t('dialog.contents', {
        name: visibleText(name),
        contents: there.length === 0 ? t('dialog.contentsNone') : there.join(', '),
      })}{' '}
      {unknown.length === 0 ? '' : t('dialog.contentsUnknown', { kinds: unknown.join(', ') })}{' '}
      {served === null ? t('dialog.contentsOthers') : ''}
    </p>
  );
}

/** How many of each in a namespace; null until it is told. What cannot be asked is in nobody's answer. */
function useCounts(
  cluster: string,
  namespace: string | undefined,
  kinds: readonly { readonly address: string }[],
): Readonly<Record<string, number | null>> | null {
  const { api } = useClient();
  const addresses = kinds.map(({ address }) => address);
  const asked = useAsked([cluster, namespace, addresses], async () => {
    const parts = Array.from({ length: Math.ceil(addresses.length / KINDS_A_REQUEST) }, (_, i) =>
      addresses.slice(i * KINDS_A_REQUEST, (i + 1) * KINDS_A_REQUEST),
    );
    const answers = await Promise.all(parts.map(part => api.counts(cluster, namespace, part)));
    return Object.assign({}, ...answers.map(({ counts }) => counts)) as Record<string, number | null>;
  });
  if (asked === null) return null;
  return 'answer' in asked ? asked.answer : {};
}

/** How many pods run on a node. */
export function NodeContents({ target: { cluster, name } }: ContentsProps) {
  const { t } = useTranslation();
  const { resource } = kindEntry('pods');
  const list = useLiveList(
    useMemo(() => ({ cluster, resource }), [cluster, resource]),
    useMemo(() => ({ namespaces: [], filter: `node="${name}"`, sort: [] }), [name]),
    { offset: 0, limit: 1 },
  );
  const answer = listAnswer(list).kind;
  if (answer === 'loading') return <Skeleton lines={1} label={t('detail.loading')} />;
  return (
    <p className="tone-warning" data-testid="contents">
      {answer === 'unknown'
        ? t('dialog.contentsUnknown', { kinds: t('kind.pods') })
        : t('dialog.podsOnNode', { count: list.matched ?? 0, name: visibleText(name) })}
    </p>
  );
}

/** How many objects a definition defines: they go with it. Its name is that of what it defines. */
export function DefinedObjects({ target: { cluster, name } }: ContentsProps) {
  const { t } = useTranslation();
  const served = useServedKinds(cluster);
  const kind = served?.kinds.find(({ resource, group }) => `${resource}.${group}` === name);
  const address = kind === undefined ? null : resourceKey(kind);
  const counts = useCounts(cluster, undefined, address === null ? [] : [{ address }]);
  if (served === null || counts === null) return <Skeleton lines={1} label={t('detail.loading')} />;
  const count = address === null ? null : (counts[address] ?? null);
  return (
    <p className="tone-warning" data-testid="contents">
      {count === null
        ? t('dialog.contentsUnknown', { kinds: visibleText(kind?.kind ?? name) })
        : t('dialog.objectsDefined', { count, kind: visibleText(kind?.kind ?? name) })}
    </p>
  );
}
