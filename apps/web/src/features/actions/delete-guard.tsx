import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Tier } from '@lanthorn/protocol/preferences.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { findKindEntry, KIND_ENTRIES, kindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { useClient } from '../../data/client/client.ts';
import { useLiveList } from '../../data/lists/use-live-list.ts';
import { TypedWord } from '../../parts/typed-word.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { useShown } from '../../ui/form/show-more.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** Deleting one of these takes much with it, or what no undo brings back. */
const GUARDED: ReadonlySet<string> = new Set(['namespaces.v1.', 'nodes.v1.', 'persistentvolumeclaims.v1.']);
/** Objects of one operation whose contents are told at first: each asks the server, and a press asks about as many more. */
const TOLD_STEP = 3;

/** What is about to be done; the kind null until it is known. */
export interface Deed {
  readonly kind: ActionKind | null;
  readonly targets: readonly ObjectTarget[];
  readonly params?: ActionParams | undefined;
}

/**
 * What must be typed before this is sent, so that no key pressed too early deletes it: the name, or of several how many; null for all else.
 * In production that is asked of every deletion of more than one object, and before nothing runs any more.
 */
export function wordToType(deed: Deed, tier: Tier): string | null {
  const guarded = guardedTargets(deed);
  const [only] = guarded;
  const [first] = deed.targets;
  if (tier === 'production' && deed.params?.scale?.replicas === 0 && first !== undefined) return first.name;
  if (tier === 'production' && isDeletion(deed) && deed.targets.length > 1) return String(deed.targets.length);
  if (only === undefined) return null;
  return guarded.length === 1 ? only.name : String(guarded.length);
}

function isDeletion({ kind }: Deed): boolean {
  return kind !== null && actionRecord(kind).guard === 'contents';
}

function guardedTargets(deed: Deed): readonly ObjectTarget[] {
  return isDeletion(deed) ? deed.targets.filter(({ resource }) => GUARDED.has(resourceKey(resource))) : [];
}

/** What is in the objects that are to be deleted, as far as is known. */
export function DeleteContents({ deed }: { readonly deed: Deed }) {
  const targets = guardedTargets(deed).filter(({ resource }) => findContents(resource) !== null);
  const { shown, more } = useShown(targets.length, TOLD_STEP);
  return (
    <>
      {targets.slice(0, shown).map(target => {
        const Contents = findContents(target.resource);
        return Contents === null ? null : <Contents key={target.uid} target={target} />;
      })}
      {more}
    </>
  );
}

/** The field for the word that a deed asks for; nothing where it asks for none. */
export function WordOf({
  deed,
  word,
  tier,
  onChange,
}: {
  readonly deed: Deed;
  readonly word: string | null;
  readonly tier: Tier;
  readonly onChange: (typed: string) => void;
}) {
  if (word === null) return null;
  const production = tier === 'production' ? (deed.targets[0]?.cluster ?? null) : null;
  return <TypedWord word={word} production={production} isDeletion={isDeletion(deed)} onChange={onChange} />;
}

/** What tells the contents of objects of this kind; null where they have none. */
function findContents(resource: ObjectTarget['resource']) {
  const kind = findKindEntry(resource);
  if (kind === kindEntry('namespaces')) return NamespaceContents;
  return kind === kindEntry('nodes') ? NodeContents : null;
}

const IN_NAMESPACES = KIND_ENTRIES.filter(kind => kind.namespaced);

/** How many objects of each kind go with a namespace. */
function NamespaceContents({ target: { cluster, name } }: { readonly target: ObjectTarget }) {
  const { t, i18n } = useTranslation();
  const { api } = useClient();
  const [counts, setCounts] = useState<Readonly<Record<string, number | null>> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    api
      .counts(
        cluster,
        name,
        IN_NAMESPACES.map(({ resource }) => kindAddress(resource)),
      )
      .then(
        answer => isCurrent && setCounts(answer.counts),
        // Not known is said as such below.
        () => isCurrent && setCounts({}),
      );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, name]);
  if (counts === null) return <Skeleton lines={1} label={t('detail.loading')} />;
  const kinds = IN_NAMESPACES.map(({ resource, isOptional }) => ({
    title: t(`kind.${resource.resource}`),
    count: counts[kindAddress(resource)] ?? null,
    isOptional,
  }));
  const there = kinds.filter(({ count }) => count !== null && count > 0);
  const unknown = kinds.filter(({ count, isOptional }) => count === null && isOptional !== true);
  return (
    <p className="tone-warning" data-testid="contents">
      {t('dialog.contents', {
        name: visibleText(name),
        contents:
          there.length === 0
            ? t('dialog.contentsNone')
            : there.map(({ title, count }) => `${title} ${count?.toLocaleString(i18n.language) ?? ''}`).join(', '),
      })}{' '}
      {unknown.length === 0
        ? t('dialog.contentsOthers')
        : t('dialog.contentsUnknown', { kinds: unknown.map(({ title }) => title).join(', ') })}
    </p>
  );
}

/** How many pods run on a node. */
function NodeContents({ target: { cluster, name } }: { readonly target: ObjectTarget }) {
  const { t } = useTranslation();
  const { resource } = kindEntry('pods');
  const list = useLiveList(
    useMemo(() => ({ cluster, resource }), [cluster, resource]),
    useMemo(() => ({ namespaces: [], filter: `node="${name}"`, sort: [] }), [name]),
    { offset: 0, limit: 1 },
  );
  if (list.state.kind === 'loading' || (list.matched === null && list.state.kind !== 'forbidden'))
    return <Skeleton lines={1} label={t('detail.loading')} />;
  return (
    <p className="tone-warning" data-testid="contents">
      {list.matched === null || list.state.kind === 'forbidden'
        ? t('dialog.contentsUnknown', { kinds: t('kind.pods') })
        : t('dialog.podsOnNode', { count: list.matched, name: visibleText(name) })}
    </p>
  );
}
