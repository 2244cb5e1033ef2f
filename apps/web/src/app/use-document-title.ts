import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewState } from '../data/lists/view-state.ts';
import { type FoundKind, useObjectKind } from '../data/objects/use-object-kind.ts';
import { kindTitle } from '../parts/kind-title.ts';
import { visibleText } from '../ui/words/text.ts';
import { HELM, PAGE_TITLES } from '../data/client/page-paths.ts';

/** The tab's name says which screen it shows: ten tabs do not look alike. */
export function useDocumentTitle(state: ViewState): void {
  const { t } = useTranslation();
  const title = documentTitle(state, useObjectKind(state.clusters, state.resource), t);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** What tells one screen from another first: the object, its kind, where it is. */
export function documentTitle(state: Omit<ViewState, 'setSearch'>, found: FoundKind, t: TFunction): string {
  const { clusters, resource, namespace, name, namespaces } = state;
  const where = name === undefined ? namespaces.join(', ') : (namespace ?? '');
  const parts = [
    name ?? '',
    screenTitle({ resource, isObject: name !== undefined, found }, t),
    where,
    clusters.join(', '),
  ].filter(part => part !== '');
  return `${parts.map(visibleText).join(' · ')} – Lanthorn`;
}

function screenTitle(
  { resource, isObject, found }: { resource: string; isObject: boolean; found: FoundKind },
  t: TFunction,
): string {
  const page = PAGE_TITLES.get(resource);
  if (page !== undefined && (!isObject || resource === HELM)) return t(page);
  if (found.state === 'found') return kindTitle(found.kind, t);
  return found.state === 'unknown' && !isObject ? t('app.notFoundTitle') : resource;
}
