import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { revisionTemplate, writtenTemplate } from '@lanthorn/views/kinds/apps/revision-template.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { ListGap } from '../../../parts/list-gap.tsx';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { type ListedRevision, useKeptRevisions } from '../subject/use-kept-revisions.ts';
import { useMadePods } from '../subject/use-made-pods.ts';
import { useKindType } from '../subject/use-kind-type.ts';
import { RowTable } from '../sections/row-table.tsx';
import type { SectionProps } from '../sections/section-props.ts';

/** The overview with the comparison open, as the address has it. */
export const COMPARISON = 'overview:compare';

/** The states of a workload's template that the cluster keeps, the newest first, and what differs between two of them. */
export function Revisions({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { view, list, revisions } = useKeptRevisions(subject, object);
  const { list: pods, revisionOf } = useMadePods(subject, object, revisions);
  const areAllKnown = listAnswer(pods).kind === 'told' && pods.rows.size === pods.matched;
  const madeBy = (row: WireRow) => [...pods.rows.values()].filter(pod => revisionOf(pod)?.row === row).length;
  return (
    <Section
      title={t('revisions.title')}
      note={revisions.length === 0 ? '' : String(revisions.length)}
      testId="revisions"
    >
      {revisions.length === 0 ? (
        <ListGap list={list} none={t('revisions.none')} />
      ) : (
        <RowTable
          cluster={subject.cluster}
          view={view}
          columns={['revision', 'readyCount', 'images', 'age']}
          rows={revisions.map(({ row }) => row)}
          extra={{
            title: t('kind.pods'),
            // Of more pods than are listed nobody counts those of one revision.
            cell: row => (areAllKnown ? madeBy(row) : '–'),
          }}
        />
      )}
      {revisions.length < 2 ? null : <Comparison subject={subject} view={view} revisions={revisions} />}
    </Section>
  );
}

function Comparison({
  subject,
  view,
  revisions,
}: {
  readonly subject: DetailSubject;
  readonly view: KindView;
  readonly revisions: readonly ListedRevision[];
}) {
  const { t } = useTranslation();
  const { search, setSearch } = useViewState();
  const isOpen = search.tab === COMPARISON;
  const summary = useRef<HTMLElement>(null);
  // Who comes by a link is led there; who pressed here is here.
  useEffect(() => {
    if (isOpen) summary.current?.focus();
  }, [isOpen]);
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const at = (uid: string | null, otherwise: ListedRevision | undefined) =>
    revisions.find(({ row }) => row.uid === uid) ?? otherwise;
  // What the last change was is what people ask.
  const before = at(chosen[0], revisions[1]);
  const after = at(chosen[1], revisions[0]);
  if (before === undefined || after === undefined) return null;
  const choices = revisions.map(({ row, revision }) => ({ value: row.uid, text: t('revisions.one', { revision }) }));
  return (
    <details open={isOpen}>
      <summary
        ref={summary}
        onClick={event => {
          // The address says whether it is open.
          event.preventDefault();
          setSearch({ tab: isOpen ? undefined : COMPARISON });
        }}
      >
        {t('revisions.compare')}
      </summary>
      {isOpen ? (
        <>
          <div className="run-columns">
            <label>
              {t('changes.before')}{' '}
              <Select choices={choices} value={before.row.uid} onChange={uid => setChosen([uid, chosen[1]])} />
            </label>
            <label>
              {t('changes.after')}{' '}
              <Select choices={choices} value={after.row.uid} onChange={uid => setChosen([chosen[0], uid])} />
            </label>
          </div>
          <Difference subject={subject} view={view} before={before.row} after={after.row} />
        </>
      ) : null}
    </details>
  );
}

function Difference({
  subject,
  view,
  before,
  after,
}: {
  readonly subject: DetailSubject;
  readonly view: KindView;
  readonly before: WireRow;
  readonly after: WireRow;
}) {
  const { t } = useTranslation();
  const type = useKindType(subject);
  const left = useTemplate(subject, view, before);
  const right = useTemplate(subject, view, after);
  if (left === null || right === null || type === undefined) return <Skeleton lines={3} label={t('detail.loading')} />;
  const changes = treeChanges(left, right, templateType(type));
  return changes.length === 0 ? <p className="dim">{t('revisions.same')}</p> : <ChangeList changes={changes} />;
}

function templateType(type: TypeSchema | null): TypeSchema | null {
  return type?.field('spec')?.field('template') ?? null;
}

/** The template that a ReplicaSet has or a ControllerRevision keeps, without what the cluster marks it with; null until it is there. */
function useTemplate({ cluster }: DetailSubject, view: KindView, { namespace, name }: WireRow): unknown {
  const { object } = useLiveObject({ cluster, resource: view.resource, namespace, name });
  if (object === null || object === undefined) return null;
  return writtenTemplate(revisionTemplate(object));
}
