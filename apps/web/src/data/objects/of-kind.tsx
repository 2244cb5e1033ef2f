import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ColumnsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { CustomKind, KindView, ObjectKind } from '@lanthorn/views/cells/kind-view.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { useClient } from '../client/client.ts';
import type { Api } from '../connection/api.ts';
import { viewOfCustom } from './custom-view.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';

interface OfKindProps {
  /** Of several the first that says what the kind's definition prints is believed. */
  readonly clusters: readonly string[];
  readonly kind: ObjectKind;
  readonly children: (view: KindView | undefined) => ReactNode;
}

/**
 * What shows objects of a kind is given its view: its record, or what the cluster says of it; undefined where nobody knows its name yet.
 * The records are many: this is loaded with the first list or page.
 */
export function OfKind({ clusters, kind, children }: OfKindProps) {
  const record = findKindView(kind.resource);
  if (record !== undefined || kind.kind === null) return children(record);
  return (
    <OfCustomKind clusters={clusters} kind={kind}>
      {children}
    </OfCustomKind>
  );
}

/** Its definition and a pack say which columns it has; who may not read it has name, state and age. */
function OfCustomKind({ clusters, kind, children }: OfKindProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [view, setView] = useState<KindView | undefined>(undefined);
  const { resource, namespaced = true } = kind;
  const name = must(kind.kind, 'a kind that is known');
  const asked = JSON.stringify(clusters);
  useEffect(() => {
    let isCurrent = true;
    setView(undefined);
    const show = async (said: Omit<CustomKind, 'kind' | 'namespaced'>) => {
      const made = await viewOfCustom({ ...resource, custom: { kind: name, namespaced, ...said } });
      if (isCurrent) setView(made);
    };
    void columnsOf(api, JSON.parse(asked) as readonly string[], resource).then(show);
    return () => {
      isCurrent = false;
    };
  }, [api, asked, resource, name, namespaced]);
  return view === undefined ? <Skeleton lines={14} label={t('detail.loading')} /> : children(view);
}

/** None where no cluster has a definition that may be read. */
async function columnsOf(
  api: Pick<Api, 'columns'>,
  clusters: readonly string[],
  resource: GroupVersionResource,
): Promise<ColumnsAnswer> {
  let said: ColumnsAnswer = { columns: [] };
  for (const cluster of clusters) {
    const before = said;
    said = await api.columns(cluster, resource).catch(() => before);
    if (said.columns.length > 0) break;
  }
  return said;
}
