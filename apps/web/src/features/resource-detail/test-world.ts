import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { controllerOf } from '@lanthorn/kube/objects/kube-object.ts';

export interface ToldList {
  readonly rows: ReadonlyMap<string, WireRow>;
  readonly keys: readonly string[];
  readonly matched: number | null;
  readonly total: number;
  readonly state: QueryState;
  readonly retry: () => void;
}

const LIVE: QueryState = { kind: 'live' };
export const LOADING: QueryState = { kind: 'loading', loaded: 0, total: null };
export const FORBIDDEN: QueryState = {
  ...{ kind: 'forbidden', verb: 'list', resource: 'things' },
  reason: { code: 'serverSays', params: { detail: 'not for you' }, message: 'not for you' },
};
export const AWAY: QueryState = {
  ...{ kind: 'stale', since: 0, retryAt: null, isEmpty: true },
  reason: { code: 'serverSays', params: { detail: 'gone for lunch' }, message: 'gone for lunch' },
};

/** What the sections of a page are told: lists by the resource, objects by their name. */
export const world = {
  lists: new Map<string, ToldList>(),
  objects: new Map<string, unknown>(),
  states: new Map<string, QueryState>(),
};

export function resetWorld(): void {
  world.lists.clear();
  world.objects.clear();
  world.states.clear();
}

export function tell(view: KindView, objects: readonly unknown[], state: QueryState = LIVE): void {
  const rows = new Map(objects.map(object => wireRow(view, object)).map(row => [row.key, row]));
  const isTold = state.kind === 'live' || (state.kind === 'stale' && !state.isEmpty);
  const matched = isTold ? rows.size : null;
  const list = { rows, keys: [...rows.keys()], matched, total: rows.size, state, retry: () => {} };
  world.lists.set(view.resource.resource, list);
}

function wireRow(view: KindView, object: unknown): WireRow {
  const { name, namespace, uid } = readMeta(object);
  const owner = view.ownerOf?.(object) ?? controllerOf(object);
  const key = namespace === '' ? name : `${namespace}/${name}`;
  const cells = view.columns.map(column => column.read(object, { now: Date.now() }));
  return { key, uid, namespace, name, createdAt: null, ownerUid: '', cells, ...(owner === null ? {} : { owner }) };
}

const UNTOLD: ToldList = { rows: new Map(), keys: [], matched: null, total: 0, state: LOADING, retry: () => {} };

/** In place of the hooks that ask the server. */
export const useWholeListModule = {
  useWholeList: ({ resource }: { resource: { resource: string } }) => world.lists.get(resource.resource) ?? UNTOLD,
};
export const useLiveListsModule = {
  useLiveLists: (queries: readonly { resource: { resource: string } }[]) => ({
    lists: queries.map(({ resource }) => world.lists.get(resource.resource) ?? UNTOLD),
    retry: () => {},
  }),
};
export const useLiveObjectModule = {
  useLiveObject: ({ name }: { name: string }) => ({
    object: world.objects.get(name),
    last: world.objects.get(name),
    state: world.states.get(name) ?? (world.objects.has(name) ? LIVE : LOADING),
    retry: () => {},
  }),
};
