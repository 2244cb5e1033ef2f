import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { containerFailures } from '@lanthorn/views/kinds/core/containers/container-failures.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { CellView } from '../../../../parts/cell-view.tsx';
import { ListGap } from '../../../../parts/list-gap.tsx';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { Table } from '../../../../ui/data/table.tsx';
import { Button } from '../../../../ui/button/button.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FailureText } from '../../subject/failure-text.tsx';
import { MoreOwned, NEWEST_FIRST, useOwned } from '../../subject/owned-list.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import type { SectionProps } from '../../sections/section-props.ts';

const STATUS = columnIndex(POD_VIEW, 'status');
const STATUS_COLUMN = POD_VIEW.columns[STATUS];

/** The pods of a Job by owner uid, the newest first, each with the reason of its failure in words. */
export function JobPods({
  subject,
  job,
}: {
  readonly subject: DetailSubject;
  readonly job: { readonly uid: string; readonly name: string };
}) {
  const { t } = useTranslation();
  const list = useOwned(subject, 'pods', { uid: job.uid, sort: NEWEST_FIRST });
  if (list.rows.size === 0) return <ListGap list={list} none={t('runs.noPods')} />;
  return (
    <section className="section">
      <h2>{t('kind.pods')}</h2>
      <MoreOwned
        subject={subject}
        resourceName="pods"
        owner={{ kind: 'Job', name: job.name }}
        shown={list.rows.size}
        matched={list.matched}
      />
      <Table>
        {[...list.rows.values()].map(row => (
          <PodRow key={row.key} subject={subject} row={row} />
        ))}
      </Table>
    </section>
  );
}

/** The pods of the Job that a page shows. */
export function JobPodsSection({ subject, object }: SectionProps) {
  return <JobPods subject={subject} job={readMeta(object)} />;
}

/** Why the newest failed pod of a Job failed: the controller's own reason says only that it gave up. */
export function LastPodFailure({ subject, jobUid }: { readonly subject: DetailSubject; readonly jobUid: string }) {
  const { rows } = useOwned(subject, 'pods', { uid: jobUid, sort: NEWEST_FIRST });
  const failed = [...rows.values()].find(
    row => (row.cells[STATUS] as { readonly tone?: string } | undefined)?.tone === 'bad',
  );
  return failed === undefined ? null : <PodFailure subject={subject} row={failed} />;
}

function PodRow({ subject, row }: { readonly subject: DetailSubject; readonly row: WireRow }) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const status = row.cells[STATUS] as { readonly tone?: string } | undefined;
  return (
    <tr data-top>
      <td data-place="title">
        <Link
          to="/c/$cluster/$resource/$namespace/$name"
          params={{ cluster: subject.cluster, resource: 'pods', namespace: row.namespace || '-', name: row.name }}
        >
          {visibleText(row.name)}
        </Link>
        {status?.tone === 'bad' ? <PodFailure subject={subject} row={row} /> : null}
      </td>
      <td data-place="state">
        {STATUS_COLUMN === undefined ? null : <CellView cell={row.cells[STATUS] as Cell} column={STATUS_COLUMN} />}
      </td>
      <td data-place="when" data-align="right">
        <Button variant="link" onClick={() => setSearch({ tab: `logs:${row.name}` }, 'push')}>
          {t('tab.logs')}
        </Button>
      </td>
    </tr>
  );
}

function PodFailure({ subject, row }: { readonly subject: DetailSubject; readonly row: WireRow }) {
  const { object } = useLiveObject({
    cluster: subject.cluster,
    resource: POD_VIEW.resource,
    namespace: row.namespace,
    name: row.name,
  });
  return (
    <div className="tone-bad">
      {containerFailures(object).map(failure => (
        <FailureText key={failure.container} {...failure} />
      ))}
    </div>
  );
}
