import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { MAX_OWNED } from '../subject/owned-list.tsx';
import { RowTable } from './row-table.tsx';
import { Section } from '../../../ui/screen/section.tsx';

export interface RowQuery {
  readonly view: KindView;
  readonly filter: string;
  /** Empty for all. */
  readonly namespaces: readonly string[];
  readonly sort: readonly { readonly column: string; readonly descending: boolean }[];
}

/** A section of rows of another kind that a filter finds: live, with the way to all of them. */
export function ListedRows({
  cluster,
  title,
  none,
  columns,
  most = MAX_OWNED,
  query: { view, filter, namespaces, sort },
}: {
  readonly cluster: string;
  readonly title: string;
  /** What is said where there are none; null where the section is then left out. */
  readonly none: string | null;
  readonly columns: readonly string[];
  /** As many are listed here. */
  readonly most?: number;
  readonly query: RowQuery;
}) {
  const { i18n } = useTranslation();
  const key = namespaces.join(',');
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: view.resource }), [cluster, view]),
    useMemo(() => ({ namespaces: key === '' ? [] : key.split(','), filter, sort: [...sort] }), [key, filter, sort]),
    most,
  );
  const rows = [...list.rows.values()];
  if (none === null && listAnswer(list).kind === 'told' && list.matched === 0) return null;
  const count = list.matched === null || list.matched === 0 ? '' : list.matched.toLocaleString(i18n.language);
  return (
    <Section title={title} note={count}>
      {rows.length === 0 ? (
        <ListGap list={list} none={none ?? ''} />
      ) : (
        <>
          <RowTable cluster={cluster} view={view} columns={columns} rows={rows} />
          <MoreRows
            cluster={cluster}
            shown={rows.length}
            matched={list.matched}
            list={{ resource: view.resource, filter, namespaces }}
          />
        </>
      )}
    </Section>
  );
}
