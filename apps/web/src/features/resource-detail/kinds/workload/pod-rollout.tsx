import { useTranslation } from 'react-i18next';
import { asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { RolloutState } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { CONTROLLER_REVISION_VIEW } from '@lanthorn/views/kinds/apps/controllerrevisions.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import type { SectionProps } from '../../sections/section-props.ts';
import type { ListedRevision } from '../../subject/use-kept-revisions.ts';
import { useKeptRevisions } from '../../subject/use-kept-revisions.ts';
import { type MadePods, useMadePods } from '../../subject/use-made-pods.ts';
import { type RolloutPart, RolloutParts } from './rollout-parts.tsx';

type RolloutProps = Pick<SectionProps, 'subject' | 'object'>;

/** How far a workload that makes its pods itself is on its way from one revision to the next. Nothing is read while all its pods are of one. */
export function PodRollout({ subject, object }: RolloutProps) {
  const rollout = subject.view.rollout?.(object);
  if (rollout === undefined) return null;
  const isMixed = rollout.isUnderway || rollout.total > rollout.updated;
  return isMixed ? <Underway subject={subject} object={object} rollout={rollout} /> : null;
}

function Underway({ subject, object, rollout }: RolloutProps & { readonly rollout: RolloutState }) {
  const { t } = useTranslation();
  const { revisions } = useKeptRevisions(subject, object);
  const made = useMadePods(subject, object, revisions);
  const note = rollout.waitsForDeletion
    ? t('rollout.onDelete')
    : rollout.kept > 0
      ? t('rollout.partition', { count: rollout.kept })
      : '';
  return <RolloutParts parts={partsOf(rollout, revisions, made)} note={note} />;
}

const STATUS = columnIndex(POD_VIEW, 'status');
const IMAGES = columnIndex(CONTROLLER_REVISION_VIEW, 'images');

/** What the pods say, where all of them are listed; else what the controller has counted: of the newest and of all others. */
function partsOf(
  { wanted, kept, updated, total }: RolloutState,
  revisions: readonly ListedRevision[],
  { list, revisionOf }: MadePods,
): readonly RolloutPart[] {
  const isWhole = listAnswer(list).kind === 'told' && list.matched === list.rows.size;
  const pods = [...list.rows.values()];
  const [newest, before] = revisions;
  return revisions.map(revision => {
    const its = pods.filter(pod => revisionOf(pod) === revision);
    const counted = revision === newest ? updated : revision === before ? total - updated : 0;
    return {
      key: revision.row.uid,
      revision: revision.revision,
      wanted: revision === newest ? wanted : revision === before ? kept : 0,
      created: isWhole ? its.length : counted,
      ready: isWhole ? its.filter(isReady).length : null,
      images: asString(revision.row.cells[IMAGES]),
    };
  });
}

function isReady({ cells }: WireRow): boolean {
  return asString((cells[STATUS] as { readonly tone?: unknown } | null)?.tone) === 'ok';
}
