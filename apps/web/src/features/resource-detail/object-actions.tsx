import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionKind } from '@lanthorn/actions/action.ts';
import { objectState } from '@lanthorn/actions/object-state.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionItem, useActionItems } from '../../data/actions/use-action-items.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useClusterUser } from '../../data/client/use-cluster-user.ts';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import { PauseUntil } from './kinds/cronjob/pause-until.tsx';

const ScheduleEditor = lazy(async () => ({
  default: (await import('./kinds/cronjob/schedule-editor.tsx')).ScheduleEditor,
}));
const RunWithParameters = lazy(async () => ({
  default: (await import('./kinds/cronjob/run-with-parameters.tsx')).RunWithParameters,
}));

type Form = 'run' | 'pause' | 'schedule';
const FORM_TITLES = { run: 'run.open', pause: 'pause.open', schedule: 'schedule.edit' } as const;

/** What can be done to the object, as far as the person may. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { cluster, name } = subject;
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const items = useActionItems([{ target, state: objectState(object) }]);
  // Beside a list the keys are those of its row.
  const isOwnPage = useViewState().name !== undefined;
  useActionKeys(isOwnPage ? items : []);
  const [open, setOpen] = useState<Form | null>(null);
  const user = useClusterUser(cluster);
  const run = items.find(item => item.kind === 'cronjob.run');
  const suspend = items.find(item => item.kind === 'cronjob.suspend');
  const resume = items.find(item => item.kind === 'cronjob.resume');
  if (items.length === 0) return null;
  // These begin with a form of their own; the right is that of the plain action.
  const begins = (form: Form, kind: ActionKind, like: ActionItem | undefined): ActionItem[] =>
    like === undefined
      ? []
      : [{ ...like, kind, title: t(FORM_TITLES[form]), shortcut: null, run: () => setOpen(form) }];
  const withForms = [
    ...begins('run', 'cronjob.run', run),
    ...begins('pause', 'cronjob.pause', suspend),
    ...begins('schedule', 'cronjob.reschedule', suspend ?? resume),
  ];
  return (
    <div className="detail-actions" role="toolbar" aria-label={t('grid.actionsOf', { name })}>
      <ActionButtons items={items} />
      <ActionButtons items={withForms} />
      {open === 'schedule' ? (
        <Suspense fallback={null}>
          <ScheduleEditor target={target} cronJob={object} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {open === 'run' ? (
        <Suspense fallback={null}>
          <RunWithParameters subject={subject} target={target} cronJob={object} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {open === 'pause' ? <PauseUntil target={target} by={user} onClose={() => setOpen(null)} /> : null}
      {[...new Set(items.flatMap(item => item.disabled ?? []))].map(why => (
        <span key={why} className="dim">
          {why}
        </span>
      ))}
    </div>
  );
}
