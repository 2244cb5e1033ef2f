import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewState } from '../../data/lists/view-state.ts';
import type { PaletteEntry } from './palette-search.ts';

const NONE: readonly PaletteEntry[] = [];

/** Shorter than this stands in nearly every pod. */
const MIN_WORD = 2;
/** `app=web`, as kubectl takes it. */
const LABEL = /^[^\s=!<>:"]+=[^\s="]*$/;
/** An address or an image, which no object is called: a part of it is enough. Of `system:node` only the number of a tag tells it apart. */
const ADDRESS = /^(\d{1,3}\.){2,3}\d{0,3}$|^[0-9a-f]*:[0-9a-f:]*:[0-9a-f:]*$/i;
const IMAGE = /^[^\s:@]+(:v?\d|@sha\d+:)\S*$|^[\w-]+\.[\w.-]+\/[^\s]*$/;
/** Kinds whose objects are looked for by their labels; of all others a list has the same filter. */
const LABELLED = ['pods', 'deployments', 'services'] as const;

interface PodsEntries {
  readonly entries: readonly PaletteEntry[];
  /** What was typed is no name. */
  readonly isMeant: boolean;
}

/** The pods that have it as a label, an address, an image, a node or anything else that their rows say; by a label others, too. */
export function usePodsEntries({ cluster }: ViewState, query: string): PodsEntries {
  const navigate = useNavigate();
  const { t } = useTranslation();
  return useMemo(() => {
    const text = query.trim();
    const isLabel = LABEL.test(text);
    const entry = (resource: string, q: string): PaletteEntry => ({
      id: resource,
      title: t(isLabel ? 'palette.labelled' : 'palette.pods', { text, kind: t(`kind.${resource}`) }),
      group: t('palette.within'),
      shortcut: null,
      disabled: null,
      run: () => void navigate({ to: '/c/$cluster/$resource', params: { cluster, resource }, search: { q } as never }),
    });
    if (text.length < MIN_WORD) return { entries: NONE, isMeant: false };
    const entries = isLabel
      ? LABELLED.map(resource => entry(resource, `label:${text}`))
      : [entry('pods', JSON.stringify(text))];
    return { entries, isMeant: isLabel || ADDRESS.test(text) || IMAGE.test(text) };
  }, [cluster, query, navigate, t]);
}
