import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
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
  /** Where its objects are looked at, for who may list them there alone; empty for everywhere. */
  readonly namespace: string;
  readonly children: (view: KindView | undefined) => ReactNode;
}

/**
 * What shows objects of a kind is given its view: its record, or what the cluster says of it; undefined where nobody knows its name yet.
 * The records are many: this is loaded with the first list or page.
 */
export function OfKind({ children, ...of }: OfKindProps) {
  const { kind } = of;
  const record = findKindView(kind.resource);
  if (record !== undefined || kind.kind === null) return children(record);
  return <OfCustomKind {...of}>{children}</OfCustomKind>;
}

/** Its definition and a pack say which columns it has; who may not read it has what the server prints, but for ages. */
function OfCustomKind({ clusters, kind, namespace, children }: OfKindProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [made, setMade] = useState<Made | null>(null);
  const { resource, namespaced = true } = kind;
  const name = must(kind.kind, 'a kind that is known');
  const of = JSON.stringify([clusters, resourceKey(resource), name, namespaced]);
  const within = namespaced ? namespace : '';
  useEffect(() => {
    let isCurrent = true;
    const [asked] = JSON.parse(of) as [readonly string[]];
    const show = async (said: Omit<CustomKind, 'kind' | 'namespaced'>) => {
      const view = await viewOfCustom({ ...resource, custom: { kind: name, namespaced, ...said } });
      if (isCurrent) setMade(before => (isSame(before, { of, view }) ? before : { of, view }));
    };
    void columnsOf(api, asked, { resource, namespace: within }).then(show);
    return () => {
      isCurrent = false;
    };
  }, [api, of, resource, within, name, namespaced]);
  return made?.of === of ? children(made.view) : <Skeleton lines={14} label={t('detail.loading')} />;
}

interface Made {
  readonly of: string;
  readonly view: KindView | undefined;
}

/** Of another namespace mostly the same is said again: a list that is read goes on. */
function isSame(before: Made | null, { of, view }: Made): boolean {
  return before?.of === of && deepEqual(before.view?.resource, view?.resource);
}

/** None where no cluster says which there are. */
async function columnsOf(
  api: Pick<Api, 'columns'>,
  clusters: readonly string[],
  { resource, namespace }: { readonly resource: GroupVersionResource; readonly namespace: string },
): Promise<ColumnsAnswer> {
  let said: ColumnsAnswer = { columns: [] };
  for (const cluster of clusters) {
    const before = said;
    said = await api.columns(cluster, resource, namespace).catch(() => before);
    if (said.columns.length > 0) break;
  }
  return said;
}
