import { useTranslation } from 'react-i18next';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import type { OwnPods } from '../subject/use-own-pods.ts';
import { RowTable } from './row-table.tsx';

/** The pods of an object, and the way to all of them where they are too many. */
export function PodsSection({
  subject: { cluster, namespace },
  pods: { list, filter, isUnsayable },
  columns,
  extra,
}: {
  readonly subject: DetailSubject;
  readonly pods: OwnPods;
  readonly columns: readonly string[];
  /** A column of this page. */
  readonly extra?: Parameters<typeof RowTable>[0]['extra'];
}) {
  const { t, i18n } = useTranslation();
  if (isUnsayable)
    return (
      <Section title={t('kind.pods')}>
        <p className="dim">{t('detail.selectorByExpressions')}</p>
      </Section>
    );
  const rows = [...list.rows.values()];
  const count = (list.matched ?? 0) === 0 ? '' : (list.matched ?? 0).toLocaleString(i18n.language);
  return (
    <Section title={t('kind.pods')} note={count} testId="pods">
      {rows.length === 0 ? (
        <ListGap list={list} none={t('detail.noPods')} />
      ) : (
        <>
          <RowTable {...{ cluster, view: POD_VIEW, columns, rows }} {...(extra === undefined ? {} : { extra })} />
          <MoreRows
            cluster={cluster}
            shown={rows.length}
            matched={list.matched}
            list={filter === null ? null : { resource: POD_VIEW.resource, filter, namespaces: [namespace] }}
          />
        </>
      )}
    </Section>
  );
}
