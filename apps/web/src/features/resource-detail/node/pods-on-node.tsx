import { useTranslation } from 'react-i18next';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ListedRows } from '../sections/listed-rows.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const COLUMNS = ['namespace', 'status', 'cpuRequest', 'memoryRequest', 'restarts', 'age'] as const;
/** What takes most of the node first. */
const ORDER = [
  { column: 'cpuRequest', descending: true },
  { column: 'memoryRequest', descending: true },
] as const;

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
