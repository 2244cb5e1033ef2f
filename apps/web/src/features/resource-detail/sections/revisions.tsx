import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { must } from '@lanthorn/base/assert.ts';
import { asNumber, asObject, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { ListGap } from '../../../parts/list-gap.tsx';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { useOwned } from '../subject/owned-list.tsx';
import { useKindType } from '../subject/use-kind-type.ts';
import { RowTable } from './row-table.tsx';
import type { SectionProps } from './section-props.ts';

/** Deployments give each of their ReplicaSets this label; it says nothing of the template. */
const HASH = 'pod-template-hash';

/** The states of a workload's template that the cluster keeps, the newest first, and what differs between two of them. */
export function Revisions({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const view = must(findKindViewAt(subject.view.revisions ?? ''), 'the record names the kind that keeps revisions');
  const list = useOwned(subject, kindAddress(view.resource), { uid: readMeta(object).uid });
  const numbered = [...list.rows.values()]
    .map(row => ({ row, revision: asNumber(row.cells[columnIndex(view, 'revision')]) ?? 0 }))
    .filter(({ revision }) => revision > 0)
    .toSorted((a, b) => b.revision - a.revision);
  return (
    <Section
      title={t('revisions.title')}
      note={numbered.length === 0 ? '' : String(numbered.length)}
      testId="revisions"
    >
      {numbered.length === 0 ? (
        <ListGap list={list} none={t('revisions.none')} />
      ) : (
        <RowTable
          cluster={subject.cluster}
          view={view}
          columns={['revision', 'readyCount', 'images', 'age']}
          rows={numbered.map(({ row }) => row)}
        />
      )}
      {numbered.length < 2 ? null : <Comparison subject={subject} view={view} revisions={numbered} />}
    </Section>
  );
}

interface Numbered {
  readonly row: WireRow;
  readonly revision: number;
}

function Comparison({
  subject,
  view,
  revisions,
}: {
  readonly subject: DetailSubject;
  readonly view: KindView;
  readonly revisions: readonly Numbered[];
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly [string | null, string | null]>([null, null]);
  const at = (uid: string | null, otherwise: Numbered | undefined) =>
    revisions.find(({ row }) => row.uid === uid) ?? otherwise;
  // What the last change was is what people ask.
  const before = at(chosen[0], revisions[1]);
  const after = at(chosen[1], revisions[0]);
  if (before === undefined || after === undefined) return null;
  const choices = revisions.map(({ row, revision }) => ({ value: row.uid, text: t('revisions.one', { revision }) }));
  return (
    <details open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('revisions.compare')}</summary>
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
  const kept = getPath(object, 'data', 'spec', 'template') ?? getPath(object, 'spec', 'template');
  const { $patch: _directive, metadata, ...template } = asObject(kept);
  const { creationTimestamp: _time, labels, ...rest } = asObject(metadata);
  const { [HASH]: _hash, ...own } = asStringMap(labels);
  return { ...template, metadata: { ...rest, labels: own } };
}
