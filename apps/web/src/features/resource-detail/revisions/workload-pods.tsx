import { useTranslation } from 'react-i18next';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { useKeptRevisions } from '../subject/use-kept-revisions.ts';
import { useMadePods } from '../subject/use-made-pods.ts';
import { RowTable } from '../sections/row-table.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const COLUMNS = ['status', 'ready', 'restarts', 'node', 'age'] as const;

/** The pods of a workload, each with the revision it was made by: which one fails is seen at once. */
export function WorkloadPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t, i18n } = useTranslation();
  const { revisions } = useKeptRevisions(subject, object);
  const { list, filter, revisionOf } = useMadePods(subject, object, revisions);
  if (filter === '')
    return (
      <Section title={t('kind.pods')}>
        <p className="dim">{t('detail.selectorByExpressions')}</p>
      </Section>
    );
  const rows = [...list.rows.values()];
  const count = (list.matched ?? 0) === 0 ? '' : (list.matched ?? 0).toLocaleString(i18n.language);
  return (
    <Section title={t('kind.pods')} note={count} testId="workload-pods">
      {rows.length === 0 ? (
        <ListGap list={list} none={t('detail.noPods')} />
      ) : (
        <>
          <RowTable
            cluster={subject.cluster}
            view={POD_VIEW}
            columns={COLUMNS}
            rows={rows}
            extra={{ title: t('column.revision'), cell: row => revisionOf(row)?.revision ?? '–' }}
          />
          <MoreRows
            cluster={subject.cluster}
            shown={rows.length}
            matched={list.matched}
            list={{ resource: POD_VIEW.resource, filter, namespaces: [subject.namespace] }}
          />
        </>
      )}
    </Section>
  );
}
