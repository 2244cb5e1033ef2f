import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import type { CustomKind, KindView, ListedResource, ObjectKind } from '@lanthorn/views/cells/kind-view.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { useClient } from '../client/client.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';

interface OfKindProps {
  readonly cluster: string;
  readonly kind: ObjectKind;
  readonly children: (view: KindView | undefined) => ReactNode;
}

/**
 * What shows objects of a kind is given its view: its record, or what the cluster says of it; undefined where nobody knows its name yet.
 * The records are many: this is loaded with the first list or page.
 */
export function OfKind({ cluster, kind, children }: OfKindProps) {
  const record = findKindView(kind.resource);
  if (record !== undefined || kind.kind === null) return children(record);
  return (
    <OfCustomKind cluster={cluster} kind={kind}>
      {children}
    </OfCustomKind>
  );
}

/** Its definition and a pack say which columns it has; who may not read it has name, state and age. */
function OfCustomKind({ cluster, kind, children }: OfKindProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [view, setView] = useState<KindView | undefined>(undefined);
  const { resource, namespaced = true } = kind;
  const name = must(kind.kind, 'a kind that is known');
  useEffect(() => {
    let isCurrent = true;
    setView(undefined);
    const show = async (said: Omit<CustomKind, 'kind' | 'namespaced'>) => {
      const made = await viewOfCustom({ ...resource, custom: { kind: name, namespaced, ...said } });
      if (isCurrent) setView(made);
    };
    api.columns(cluster, resource).then(show, () => show({ columns: [] }));
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, resource, name, namespaced]);
  return view === undefined ? <Skeleton lines={14} label={t('detail.loading')} /> : children(view);
}

/** What reads the expressions of packs is loaded where there is one. */
async function viewOfCustom(resource: ListedResource): Promise<KindView | undefined> {
  if (resource.custom?.pack === undefined) return viewOf(resource);
  const { packedViewOf } = await import('@lanthorn/views/packs/pack-view.ts');
  return packedViewOf(resource);
}
