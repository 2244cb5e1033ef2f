import type { TFunction } from 'i18next';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';
import { type ToldList, useRelated } from '../../data/relations/use-related.ts';
import { kindTitle } from '../kind-title.ts';
import { Button } from '../../ui/button/button.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** In which others lose something when an object goes. */
const RELYING: readonly RelationGroup[] = [
  'usedBy',
  'reachedBy',
  'boundTo',
  'scaledBy',
  'protects',
  'allows',
  'scales',
];
/** What it owns goes with it. Of a kind whose record says what it owns the deletion counts that itself. */
const WITH_OWNED: readonly RelationGroup[] = [...RELYING, 'runs'];
/** Named of each kind; of more the number is told. */
const NAMED = 5;

/** Everything that mounts, selects, routes to, binds or names an object that is to go, as far as it may be read. */
export function WhatBreaks({ target }: { readonly target: ObjectTarget }) {
  const { cluster, resource, namespace, name } = target;
  const { t } = useTranslation();
  const { object, state } = useLiveObject({ cluster, resource, namespace, name });
  const view = useMemo(() => findKindView(resource) ?? { resource, kind: null, columns: [] }, [resource]);
  if (object === null) return null;
  if (object !== undefined) return <Relying target={target} view={view} object={object} />;
  if (state.kind === 'loading') return <Skeleton lines={1} label={t('detail.loading')} />;
  return (
    <p className="tone-warning" data-testid="breaks">
      {t('deletion.breaksUntold', { name: visibleText(name) })}
    </p>
  );
}

function Relying({
  target: { cluster, name },
  view,
  object,
}: {
  readonly target: ObjectTarget;
  readonly view: ObjectView;
  readonly object: unknown;
}) {
  const { t } = useTranslation();
  const { lists, customKinds, moreKinds, otherKinds, retry } = useRelated(
    cluster,
    { view, object },
    { groups: findKindEntry(view.resource)?.owns === undefined ? WITH_OWNED : RELYING },
  );
  const box = useRef<HTMLDivElement>(null);
  /** The button goes with it: the focus stays where the answer will be. */
  const askAgain = () => {
    box.current?.focus({ preventScroll: true });
    retry();
  };
  const areAllKnown = customKinds === 'known' && otherKinds === 0;
  if (lists.length === 0 && areAllKnown) return null;
  const kinds = (of: readonly ToldList[]) => [...new Set(of.map(({ view: its }) => kindTitle(its, t)))].join(', ');
  const told = lists.filter(({ list }) => listAnswer(list).kind === 'told');
  const unknown = lists.filter(({ list }) => listAnswer(list).kind === 'unknown');
  const found = told.filter(({ list }) => (list.matched ?? 0) > 0);
  const isLoading = customKinds === 'loading' || lists.some(({ list }) => listAnswer(list).kind === 'loading');
  return (
    <div ref={box} data-testid="breaks" tabIndex={-1}>
      {found.length === 0 ? null : (
        <>
          <p className="tone-warning">{t('deletion.breaks', { name: visibleText(name) })}</p>
          <Found lists={found} />
        </>
      )}
      {isLoading ? <Skeleton lines={1} label={t('detail.loading')} /> : null}
      {found.length === 0 && areAllKnown && !isLoading && told.length > 0 ? (
        <p className="dim">{t('deletion.breaksNone', { name: visibleText(name), kinds: kinds(told) })}</p>
      ) : null}
      {unknown.length === 0 ? null : (
        <p className="tone-warning">
          {t('deletion.breaksUnknown', { name: visibleText(name), kinds: kinds(unknown) })}
        </p>
      )}
      {customKinds === 'failed' ? <p className="tone-warning">{t('related.customKindsUnasked')}</p> : null}
      {moreKinds === 0 ? null : <p className="tone-warning">{t('related.moreKinds', { count: moreKinds })}</p>}
      {otherKinds === 0 ? null : <p className="dim">{t('deletion.otherKinds', { count: otherKinds })}</p>}
      {unknown.length === 0 && customKinds !== 'failed' ? null : (
        <Button onClick={askAgain}>{t('freshness.retry')}</Button>
      )}
    </div>
  );
}

/** What names an object that is to be there again, and finds it so. Those that select it by its labels find it by themselves. */
export function WaitsForIt({ target }: { readonly target: ObjectTarget }) {
  const { cluster, resource, namespace, name } = target;
  const { t } = useTranslation();
  const view = useMemo(() => findKindView(resource) ?? { resource, kind: null, columns: [] }, [resource]);
  const object = useMemo(() => ({ metadata: { namespace, name, uid: '' } }), [namespace, name]);
  const { lists } = useRelated(cluster, { view, object }, { groups: RELYING });
  const found = lists.filter(({ list }) => listAnswer(list).kind === 'told' && (list.matched ?? 0) > 0);
  if (found.length === 0) return null;
  return (
    <div data-testid="waits">
      <p>{t('deletion.waits', { name: visibleText(name) })}</p>
      <Found lists={found} />
    </div>
  );
}

function Found({ lists }: { readonly lists: readonly ToldList[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ul>
      {lists.map(each => (
        <li key={`${each.group} ${each.view.resource.resource}`}>
          {t('deletion.found', {
            group: each.group === 'runs' ? t('deletion.owned') : t(`related.${each.group}`),
            kind: kindTitle(each.view, t),
            found: (each.list.matched ?? 0).toLocaleString(i18n.language),
            names: namesIn(each, t),
          })}
        </li>
      ))}
    </ul>
  );
}

function namesIn({ list }: ToldList, t: TFunction): string {
  const rows = [...list.rows.values()].slice(0, NAMED);
  const more = (list.matched ?? 0) - rows.length;
  const names = rows.map(({ name }) => visibleText(name)).join(', ');
  return more > 0 ? `${names} ${t('deletion.more', { count: more })}` : names;
}
