import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { isMadeByPeople, useApplyStarts } from '../data/apply/apply-start.ts';
import { listAddress } from '../data/lists/list-memory.ts';
import { useActedOnInList } from '../data/actions/acted-on.ts';
import { askForm } from '../data/actions/asked-form.ts';
import { useActionItems } from '../data/actions/use-action-items.ts';
import { dockPorts, dockRecordings } from '../data/dock/dock-store.ts';
import { useSavedViews, viewSearch } from '../data/saved-views/saved-views.ts';
import { useNamespaceChoice } from '../data/lists/use-namespace-choice.ts';
import { usePreferences } from '../data/client/use-preferences.ts';
import { openKey, shownObject } from '../data/objects/opened-object.ts';
import { useLiveObject } from '../data/objects/use-live-object.ts';
import { COMPARED_TAB } from '../data/objects/compared-tab.ts';
import { useObjectKind } from '../data/objects/use-object-kind.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import type { PaletteEntry } from '../features/palette/palette-search.ts';
import { visibleText } from '../ui/words/text.ts';
import { navigationPlaces } from './navigation-places.ts';
import {
  APPLY,
  CHANGE_SET,
  COSTS,
  FORECAST,
  HELM,
  MAP,
  OPERATIONS,
  OVERVIEW,
  RIGHTS,
} from '../data/client/page-paths.ts';
import { useSettingEntries } from './person/setting-entries.ts';
import { GO_KEYS } from './use-global-keys.ts';
import { useServedKinds } from '../data/client/use-served-kinds.ts';

const NONE: readonly (readonly string[])[] = [];

function entry(
  id: string,
  title: string,
  { group, shortcut = null, run }: { group: string; shortcut?: string | null | undefined; run: () => void },
): PaletteEntry {
  return { id, title, group, shortcut, disabled: null, run };
}

/** Everything the palette offers beside objects; what is there before what may be made. */
export function usePaletteEntries(clusters: ClustersAnswer, state: ViewState): readonly PaletteEntry[] {
  const there = useEntries(clusters, state);
  const isReadOnly = clusters.clusters.find(({ name }) => name === state.cluster)?.isReadOnly === true;
  const created = useCreateEntries(state, isReadOnly);
  return useMemo(() => [...there, ...created], [there, created]);
}

/** Actions of the open object or of the row that has the focus, pages, kinds, clusters, settings. */
function useEntries(clusters: ClustersAnswer, state: ViewState): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const recent = usePreferences(chosen => ownValue(chosen.clusters, state.cluster)?.recentNamespaces ?? NONE);
  const views = useViewEntries(state.cluster);
  const goTo = useNamespaceChoice(state);
  const served = useServedKinds(state.cluster);
  const settingEntries = useSettingEntries(state.cluster);
  const actions = useOpenObjectActions(state);
  return useMemo(() => {
    const place = (resource: string, title: string, group: string) => {
      const key = [...GO_KEYS].find(([, name]) => name === resource)?.[0];
      return entry(`kind:${resource}`, title, {
        group,
        shortcut: key === undefined ? undefined : `g ${key}`,
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource',
            params: { cluster: state.place, resource },
            search: listAddress(state.place, resource, state.search.ns) as never,
          }),
      });
    };
    const kinds = navigationPlaces(served, state.resource).map(({ to, title, names }) => ({
      ...place(to, title ?? t(`kind.${findKindAt(to)?.resource.resource ?? to}`), t('palette.kind')),
      names,
    }));
    const pages = [
      place(OVERVIEW, t('overview.title'), t('palette.page')),
      place(FORECAST, t('forecast.nav'), t('palette.page')),
      place(OPERATIONS, t('log.title'), t('palette.page')),
      place(COSTS, t('costs.nav'), t('palette.page')),
      place(MAP, t('map.title'), t('palette.page')),
      place(APPLY, t('apply.title'), t('palette.page')),
      place(CHANGE_SET, t('changeSet.title'), t('palette.page')),
      place(RIGHTS, t('rights.title'), t('palette.page')),
      place(HELM, t('helm.title'), t('palette.page')),
      entry('ports', t('dock.ports'), { group: t('palette.page'), run: () => dockPorts(null) }),
      entry('recordings', t('dock.recordings'), { group: t('palette.page'), run: dockRecordings }),
    ];
    const contexts = clusters.clusters.map(({ name }) =>
      entry(`cluster:${name}`, name, {
        group: t('palette.cluster'),
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource',
            params: { cluster: name, resource: state.resource || OVERVIEW },
          }),
      }),
    );
    const settings = settingEntries.map(({ id, title, group, run }) => entry(id, title, { group, run }));
    const namespaces = recent.map(set =>
      entry(`recent:${set.join(',')}`, set.join(', '), { group: t('palette.namespace'), run: () => goTo(set) }),
    );
    return [...actions, ...pages, ...views, ...kinds, ...contexts, ...namespaces, ...settings];
  }, [
    actions,
    clusters,
    served,
    state.place,
    state.resource,
    state.search.ns,
    navigate,
    settingEntries,
    recent,
    goTo,
    views,
    t,
  ]);
}

/** A new object of every kind that the cluster serves and people write, in the namespace on the screen. In which of several clusters nobody has said. */
export function useCreateEntries(
  { cluster, clusters, namespaces }: Pick<ViewState, 'cluster' | 'clusters' | 'namespaces'>,
  isReadOnly: boolean,
): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const { startNew } = useApplyStarts();
  const served = useServedKinds(cluster);
  const isOne = clusters.length <= 1;
  const ns = namespaces.length === 1 ? namespaces[0] : undefined;
  return useMemo(() => {
    const made = navigationPlaces(isOne ? served : null, '').flatMap(({ to, names }) => {
      const known = findKindAt(to);
      const own = served?.kinds.find(each => groupResource(each) === to);
      const resource = known?.resource ?? own;
      if (!isOne || resource === undefined || !isMadeByPeople(resource)) return [];
      return [{ to, names, resource, kind: known?.kind ?? visibleText(own?.kind ?? '') }];
    });
    const disabled = isReadOnly ? t('app.readOnly', { clusters: visibleText(cluster) }) : null;
    return made.map(({ to, names, resource, kind }) => {
      const isAmbiguous = resource.group !== '' && made.filter(each => each.kind === kind).length > 1;
      const title = t('palette.create', { kind: isAmbiguous ? `${kind} (${visibleText(resource.group)})` : kind });
      const run = () => startNew(cluster, resource, ns);
      return { id: `create:${to}`, title, names, group: t('palette.action'), shortcut: null, disabled, run };
    });
  }, [cluster, isOne, isReadOnly, ns, served, startNew, t]);
}

const NO_RESOURCE = { group: '', version: '', resource: '' };

function useOpenObjectActions(state: ViewState): readonly PaletteEntry[] {
  const found = useObjectKind(state.clusters, state.resource);
  const { cluster, namespace, name } = shownObject(state);
  const isOpen = name !== '' && found.state === 'found';
  const resource = isOpen ? found.kind.resource : NO_RESOURCE;
  const { object } = useLiveObject({ cluster: isOpen ? cluster : '', resource, namespace, name });
  const { uid } = readMeta(object);
  const target = { cluster, resource, namespace, name, uid };
  const listed = useActedOnInList();
  const [first] = listed;
  // A form is about what its object says now: that of a row opens beside the list, with its object.
  const items = useActionItems(
    isOpen ? (uid === '' ? [] : [{ target, state: objectState(object) }]) : listed,
    uid !== ''
      ? form => askForm(target, form)
      : first === undefined || listed.length > 1
        ? null
        : form => {
            state.setSearch({ open: openKey(first.target, state.clusters), tab: undefined, line: undefined }, 'push');
            askForm(first.target, form);
          },
  );
  const { t } = useTranslation();
  const about =
    isOpen || first === undefined
      ? name
      : listed.length === 1
        ? first.target.name
        : t('palette.selected', { count: listed.length });
  const compared = {
    id: 'compare',
    title: `${t('compare.open')}: ${name}`,
    group: t('palette.action'),
    shortcut: null,
    disabled: null,
    run: () => state.setSearch({ tab: COMPARED_TAB }, 'push'),
  };
  const done = items.map(item => ({
    id: `action:${item.kind} ${item.form ?? ''}`,
    title: `${item.title}: ${visibleText(about)}`,
    group: t('palette.action'),
    shortcut: item.shortcut,
    disabled: item.disabled,
    run: item.run,
  }));
  return uid === '' ? done : [...done, compared];
}

/** The views that the person keeps. */
function useViewEntries(cluster: string): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { views } = useSavedViews();
  return useMemo(
    () =>
      views.map(view => ({
        id: `view:${view.resource}:${view.name}`,
        title: view.name,
        group: t('palette.view'),
        shortcut: null,
        disabled: null,
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource',
            params: { cluster, resource: view.resource },
            search: viewSearch(view) as never,
          }),
      })),
    [views, cluster, navigate, t],
  );
}
