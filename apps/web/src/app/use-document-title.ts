import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { visibleText } from '../ui/words/text.ts';
import { HELM, PAGE_TITLES } from '../data/client/page-paths.ts';

/** The tab's name says which screen it shows: ten tabs do not look alike. */
export function useDocumentTitle(state: ViewState): void {
  const { t } = useTranslation();
  const title = documentTitle(state, t);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** What tells one screen from another first: the object, its kind, where it is. */
export function documentTitle(state: Omit<ViewState, 'setSearch'>, t: TFunction): string {
  const { clusters, resource, namespace, name, namespaces } = state;
  const where = name === undefined ? namespaces.join(', ') : (namespace ?? '');
  const parts = [name ?? '', screenTitle(resource, name !== undefined, t), where, clusters.join(', ')].filter(
    part => part !== '',
  );
  return `${parts.map(visibleText).join(' · ')} – Lanthorn`;
}

function screenTitle(resource: string, isObject: boolean, t: TFunction): string {
  const page = PAGE_TITLES.get(resource);
  if (page !== undefined && (!isObject || resource === HELM)) return t(page);
  const kind = findKindAt(resource);
  if (kind !== undefined) return t(`kind.${kind.resource.resource}`);
  // Of a kind without a record the cluster alone knows whether it is one.
  return isObject ? resource : t('app.notFoundTitle');
}
