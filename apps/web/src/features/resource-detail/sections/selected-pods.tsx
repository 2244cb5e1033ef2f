import { useTranslation } from 'react-i18next';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ListedRows } from './listed-rows.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from './section-props.ts';

const COLUMNS = ['status', 'ready', 'restarts', 'owner', 'node', 'age'] as const;
/** What is not well first: it is what one looks for. */
const ORDER = [
  { column: 'health', descending: true },
  { column: 'age', descending: false },
] as const;

/** The pods that a workload's selector finds. */
export function SelectedPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const filter = labelFilter(object);
  if (filter === null)
    return (
      <Section title={t('kind.pods')}>
        <p className="dim">{t('detail.selectorByExpressions')}</p>
      </Section>
    );
  return (
    <ListedRows
      cluster={subject.cluster}
      title={t('kind.pods')}
      none={t('detail.noPods')}
      columns={COLUMNS}
      query={{ view: POD_VIEW, filter, namespaces: [subject.namespace], sort: ORDER }}
    />
  );
}
