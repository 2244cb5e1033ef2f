import { useMemo } from 'react';
import { MAX_SAVED_VIEWS, MAX_VIEW_NAME, MAX_VIEW_PART } from '@lanthorn/protocol/constants.ts';
import type { SavedView } from '@lanthorn/protocol/preferences.ts';
import { useClient } from '../client/client.ts';
import { usePreferences } from '../client/use-preferences.ts';
import type { ListSearch } from '../lists/view-state.ts';

const PARTS = ['ns', 'q', 'sort', 'cols', 'group'] as const;

/** What a view keeps of an address; the object that is open is no part of it. */
export function viewOf(resource: string, name: string, search: ListSearch): SavedView {
  const parts = PARTS.flatMap(part => (search[part] === undefined ? [] : [[part, search[part]]]));
  return { name, resource, ...(Object.fromEntries(parts) as Pick<ListSearch, (typeof PARTS)[number]>) };
}

/** The address of a view's list. */
export function viewSearch(view: SavedView): ListSearch {
  return Object.fromEntries(PARTS.flatMap(part => (view[part] === undefined ? [] : [[part, view[part]]])));
}

/** Whether an address shows exactly this view. */
export function isShowing(view: SavedView, search: ListSearch): boolean {
  return PARTS.every(part => view[part] === search[part]);
}

/** Why a view of this cannot be kept, as a key of the catalogue; null where it can. */
export function whyUnkept(views: readonly SavedView[], view: SavedView): 'name' | 'long' | 'many' | null {
  if (view.name === '' || view.name.length > MAX_VIEW_NAME) return 'name';
  if (PARTS.some(part => (view[part]?.length ?? 0) > MAX_VIEW_PART)) return 'long';
  return withView(views, view).length > MAX_SAVED_VIEWS ? 'many' : null;
}

/** With this one; one of its name and kind gives it its place. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const at = views.findIndex(each => isSame(each, view));
  return at < 0 ? [...views, view] : views.map((each, i) => (i === at ? view : each));
}

export function withoutView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return views.filter(each => !isSame(each, view));
}

/** In its place; a name that another of its kind has takes that one's. */
export function renamedView(views: readonly SavedView[], view: SavedView, name: string): SavedView[] {
  const renamed = { ...view, name };
  const others = views.filter(each => isSame(each, view) || !isSame(each, renamed));
  return others.map(each => (isSame(each, view) ? renamed : each));
}

function isSame(a: SavedView, b: SavedView): boolean {
  return a.resource === b.resource && a.name === b.name;
}

/** The views that the person keeps, of every kind, and how they change. */
export function useSavedViews() {
  const { preferences } = useClient();
  const views = usePreferences(({ savedViews }) => savedViews);
  return useMemo(
    () => ({ views, keep: (next: SavedView[]) => preferences.change({ savedViews: next }) }),
    [views, preferences],
  );
}
