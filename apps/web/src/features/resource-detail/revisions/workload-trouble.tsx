import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { conditionTroubles } from '@lanthorn/views/cells/trouble.ts';
import { useActionItems } from '../../../data/actions/use-action-items.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { Button } from '../../../ui/button/button.tsx';
import { OBJECT_FORMS } from '../kinds/object-forms.tsx';
import { FailingPods } from '../sections/failing-pods.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { targetOf } from '../subject/detail-subject.ts';
import { useKeptRevisions } from '../subject/use-kept-revisions.ts';
import { COMPARISON } from './revisions.tsx';

type TroubleProps = Pick<SectionProps, 'subject' | 'object'>;

/** Why a workload is not well, and, where it is on its way to another revision, what can be done about that. */
export function WorkloadTrouble({ subject, object }: TroubleProps) {
  const isUnderway = subject.view.rollout?.(object).isUnderway === true;
  const steps = isUnderway ? <NextSteps subject={subject} object={object} /> : null;
  // That no pod can be made is said by no pod.
  const isSaid = conditionTroubles(object).length > 0;
  return (
    <>
      <FailingPods subject={subject} object={object}>
        {isSaid ? null : steps}
      </FailingPods>
      {isSaid ? steps : null}
    </>
  );
}

/** What the last change was, and the way back before it; nothing where no earlier revision is kept. */
function NextSteps({ subject, object }: TroubleProps) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const { revisions } = useKeptRevisions(subject, object);
  const target = targetOf(subject, object);
  const [open, setOpen] = useState<ActionForm | null>(null);
  const items = useActionItems([{ target, state: objectState(object) }], setOpen);
  const back = items.find(({ form }) => form === 'rollback');
  const [newest, before] = revisions;
  const Form = open === null ? null : OBJECT_FORMS[open];
  if (newest === undefined || before === undefined) return null;
  return (
    <>
      <p>
        <Button variant="link" onClick={() => setSearch({ tab: COMPARISON }, 'push')}>
          {t('verdict.compare', { from: before.revision, to: newest.revision })}
        </Button>
        {back === undefined ? null : (
          <>
            {' · '}
            <Button variant="link" why={back.disabled} onClick={back.run}>
              {back.title}
            </Button>
          </>
        )}
      </p>
      {Form === null ? null : (
        <Suspense fallback={null}>
          <Form subject={subject} target={target} object={object} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
