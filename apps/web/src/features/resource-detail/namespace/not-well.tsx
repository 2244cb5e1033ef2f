import { useTranslation } from 'react-i18next';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { ListedRows } from '../sections/listed-rows.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const VIEWS = [POD_VIEW, DEPLOYMENT_VIEW, STATEFUL_SET_VIEW, DAEMON_SET_VIEW, CRONJOB_VIEW] as const;
const COLUMNS = ['status', 'age'] as const;
const ORDER = [{ column: 'age', descending: false }] as const;

/** What in a namespace is not well, kind by kind; a kind without trouble is left out. */
export function NotWell({ subject }: Pick<SectionProps, 'subject'>) {
  const { t } = useTranslation();
  return VIEWS.map(view => {
    const kind = t(`kind.${view.resource.resource}`);
    return (
      <ListedRows
        key={kind}
        cluster={subject.cluster}
        title={t('detail.notWell', { kind })}
        none={null}
        columns={COLUMNS}
        query={{ view, filter: 'health>=warning', namespaces: [subject.name], sort: ORDER }}
      />
    );
  });
}
