import { useTranslation } from 'react-i18next';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ListedRows } from './listed-rows.tsx';
import type { SectionProps } from './section-props.ts';

const COLUMNS = ['namespace', 'status', 'ready', 'restarts', 'age'] as const;
const ORDER = [{ column: 'status', descending: false }] as const;

/** The pods that were given to a node. */
export function PodsOnNode({ subject }: Pick<SectionProps, 'subject'>) {
  const { t } = useTranslation();
  return (
    <ListedRows
      cluster={subject.cluster}
      title={t('kind.pods')}
      none={t('detail.noPodsOnNode')}
      columns={COLUMNS}
      query={{ view: POD_VIEW, filter: `node=${subject.name}`, namespaces: [], sort: ORDER }}
    />
  );
}
