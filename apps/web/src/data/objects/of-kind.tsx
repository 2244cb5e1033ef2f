import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import type { KindView, ObjectKind, PrintedColumn } from '@lanthorn/views/cells/kind-view.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import { useClient } from '../client/client.ts';

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

/** Its definition says which columns it has; who may not read it has name, state and age. */
function OfCustomKind({ cluster, kind, children }: OfKindProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [columns, setColumns] = useState<readonly PrintedColumn[] | null>(null);
  const { resource, namespaced = true } = kind;
  const name = must(kind.kind, 'a kind that is known');
  useEffect(() => {
    let isCurrent = true;
    setColumns(null);
    api.columns(cluster, resource).then(
      answer => isCurrent && setColumns(answer.columns),
      () => isCurrent && setColumns([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, resource]);
  const view = useMemo(
    () => (columns === null ? undefined : viewOf({ ...resource, custom: { kind: name, namespaced, columns } })),
    [resource, name, namespaced, columns],
  );
  return view === undefined ? <p className="notice">{t('detail.loading')}</p> : children(view);
}
