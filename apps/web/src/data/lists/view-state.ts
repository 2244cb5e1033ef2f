import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { clustersAt } from '../client/cluster-place.ts';
import type { GridSort } from '../../ui/grid/grid-props.ts';

/** Everything a list's address holds besides cluster and kind: reload and share give the same screen. */
export interface ListSearch {
  /** Namespaces, comma separated; absent for all. */
  readonly ns?: string;
  readonly q?: string;
  /** `age:desc,name`. */
  readonly sort?: string;
  /** Columns in order, comma separated; absent for all. */
  readonly cols?: string;
  /** The column that rows are grouped by. */
  readonly group?: string;
  /** Key of the object in the panel. */
  readonly open?: string;
  readonly tab?: string;
  /** How far the forecast looks, where it is not a day. */
  readonly range?: string;
  /** The hour whose starts the forecast shows: when it begins, in milliseconds. */
  readonly hour?: string;
  /** The revision of a release that is looked at, where it is not the newest: `3`, or `2..3` for what differs. */
  readonly rev?: string;
  /** Which lines of a log are asked for, as they are typed. */
  readonly log?: string;
  /** Lines around each of them. */
  readonly around?: string;
  /** The line of a log that a link leads to: when it was written. */
  readonly line?: string;
}

/** The open object's part of an address, taken out: its tab, and what of its log is looked at. */
export const NOTHING_OPEN = {
  open: undefined,
  tab: undefined,
  log: undefined,
  around: undefined,
  line: undefined,
} as const satisfies { readonly [K in keyof ListSearch]?: undefined };

const FIELDS = [
  'ns',
  'q',
  'sort',
  'cols',
  'group',
  'open',
  'tab',
  'range',
  'hour',
  'rev',
  'log',
  'around',
  'line',
] as const;

/** Any query string as a list's search; what is not text is left out. */
export function validateSearch(search: Record<string, unknown>): ListSearch {
  const result: { -readonly [K in keyof ListSearch]: ListSearch[K] } = {};
  for (const field of FIELDS) {
    const value = search[field];
    if ((typeof value === 'string' || typeof value === 'number') && value !== '') result[field] = String(value);
  }
  return result;
}

export function parseSort(text: string | undefined): GridSort[] {
  return (text ?? '')
    .split(',')
    .filter(part => part !== '')
    .map(part => ({ column: part.replace(/:desc$/, ''), descending: part.endsWith(':desc') }));
}

export function formatSort(sort: readonly GridSort[]): string {
  return sort.map(({ column, descending }) => (descending ? `${column}:desc` : column)).join(',');
}

export interface ViewState {
  /** The one that is looked at, or the first of several. */
  readonly cluster: string;
  /** All that are looked at together. */
  readonly clusters: readonly string[];
  /** These as the parameter of an address. */
  readonly place: string;
  readonly resource: string;
  /** Set on an object's own page. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly search: ListSearch;
  readonly namespaces: readonly string[];
  /** Changes the address; what is set to undefined leaves it. */
  readonly setSearch: (
    change: { readonly [K in keyof ListSearch]?: string | undefined },
    how?: 'push' | 'replace',
  ) => void;
}

/** The address bar as the one state of what is on screen: the same object until it changes. */
export function useViewState(): ViewState {
  const params: { cluster?: string; resource?: string; namespace?: string; name?: string } = useParams({
    strict: false,
  });
  const key = JSON.stringify(validateSearch(useSearch({ strict: false })));
  const search = useMemo(() => JSON.parse(key) as ListSearch, [key]);
  const navigate = useNavigate();
  const setSearch = useCallback<ViewState['setSearch']>(
    (change, how = 'replace') => {
      void navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => validateSearch({ ...before, ...change })) as never,
        replace: how === 'replace',
      });
    },
    [navigate],
  );
  const namespaces = useMemo(() => (search.ns ?? '').split(',').filter(entry => entry !== ''), [search.ns]);
  const { cluster: place = '', resource = '', namespace, name } = params;
  const clusters = useMemo(() => clustersAt(place), [place]);
  return useMemo(
    () => ({
      ...{ cluster: clusters[0] ?? '', clusters, place, resource, name },
      namespace: namespace === '-' ? '' : namespace,
      ...{ search, namespaces, setSearch },
    }),
    [clusters, place, resource, namespace, name, search, namespaces, setSearch],
  );
}
