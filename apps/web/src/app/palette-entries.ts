import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { readMeta } from '@lanthorn/kube/kube-object.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http-messages.ts';
import { findKindViewByName, KIND_VIEWS } from '@lanthorn/views/kind-views.ts';
import { useActionItems } from '../data/use-action-items.ts';
import { useLiveList } from '../data/use-live-list.ts';
import { useLiveObject } from '../data/use-live-object.ts';
import type { ViewState } from '../data/view-state.ts';
import type { PaletteEntry } from '../features/palette/command-palette.tsx';
import { LANGUAGES, setLanguage } from '../ui/i18n.ts';
import { GO_KEYS } from './use-global-keys.ts';

/** Objects of the current kind that the palette knows by name. */
const MAX_OBJECTS = 500;

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

/** Everything the palette offers: the open object's actions, kinds, objects of this kind, clusters, settings. */
export function usePaletteEntries(clusters: ClustersAnswer, state: ViewState): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const actions = useOpenObjectActions(state);
  const objects = useObjectEntries(state);
  return useMemo(() => {
    const entry = (
      id: string,
      title: string,
      rest: { group: string; shortcut?: string | undefined; run: () => void },
    ): PaletteEntry => ({
      id,
      title,
      group: rest.group,
      shortcut: rest.shortcut ?? null,
      disabled: null,
      run: rest.run,
    });
    const kinds = KIND_VIEWS.map(view => {
      const { resource } = view.resource;
      const key = Object.keys(GO_KEYS).find(letter => GO_KEYS[letter] === resource);
      return entry(`kind:${resource}`, t(`kind.${resource}`), {
        group: t('palette.kind'),
        shortcut: key === undefined ? undefined : `g ${key}`,
        run: () => void navigate({ to: '/c/$cluster/$resource', params: { cluster: state.cluster, resource } }),
      });
    });
    const contexts = clusters.clusters.map(({ name }) =>
      entry(`cluster:${name}`, name, {
        group: t('palette.cluster'),
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource',
            params: { cluster: name, resource: state.resource || 'cronjobs' },
          }),
      }),
    );
    const settings = [
      ...(['auto', 'light', 'dark'] as const).map(scheme =>
        entry(`theme:${scheme}`, t(`settings.${scheme}`), {
          group: t('settings.theme'),
          run: () => setColorScheme(scheme),
        }),
      ),
      ...LANGUAGES.map(({ code, name }) =>
        entry(`language:${code}`, name, { group: t('settings.language'), run: () => void setLanguage(code) }),
      ),
    ];
    return [...actions, ...kinds, ...objects, ...contexts, ...settings];
  }, [actions, objects, clusters, state.cluster, state.resource, navigate, setColorScheme, t]);
}

function useOpenObjectActions(state: ViewState): readonly PaletteEntry[] {
  const view = findKindViewByName(state.resource);
  const [first = '', second] = (state.search.open ?? '').split('/');
  const namespace = state.name === undefined ? (second === undefined ? '' : first) : (state.namespace ?? '');
  const name = state.name ?? second ?? first;
  const resource = view?.resource ?? { group: '', version: 'v1', resource: 'pods' };
  const { object } = useLiveObject({ cluster: name === '' ? '' : state.cluster, resource, namespace, name });
  const { uid } = readMeta(object);
  const targets: ObjectTarget[] =
    name === '' || uid === '' ? [] : [{ cluster: state.cluster, resource, namespace, name, uid }];
  const items = useActionItems(targets);
  const { t } = useTranslation();
  return items.map(item => ({
    id: `action:${item.kind}`,
    title: `${item.title}: ${name}`,
    group: t('palette.action'),
    shortcut: item.shortcut,
    disabled: item.disabled,
    run: item.run,
  }));
}

function useObjectEntries(state: ViewState): readonly PaletteEntry[] {
  const navigate = useNavigate();
  const { t } = useTranslation();
  const view = findKindViewByName(state.resource);
  const resource = view?.resource ?? NAMESPACES;
  const { cluster, namespaces } = state;
  const list = useLiveList(
    useMemo(() => ({ cluster, resource }), [cluster, resource]),
    useMemo(() => ({ namespaces: [...namespaces], filter: '', sort: [] }), [namespaces]),
    MAX_OBJECTS,
  );
  return useMemo(
    () =>
      [...list.rows.values()].map(row => ({
        id: `object:${row.key}`,
        title: row.namespace === '' ? row.name : `${row.name} · ${row.namespace}`,
        group: t(`kind.${resource.resource}`),
        shortcut: null,
        disabled: null,
        run: () =>
          void navigate({
            to: '/c/$cluster/$resource/$namespace/$name',
            params: { cluster, resource: resource.resource, namespace: row.namespace || '-', name: row.name },
          }),
      })),
    [list.rows, cluster, resource, navigate, t],
  );
}
