import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPath } from '@lanthorn/base/json.ts';
import { ActionButtons } from '../../data/action-buttons.tsx';
import { useActionItems } from '../../data/use-action-items.ts';
import { useClusterUser } from '../../data/use-cluster-user.ts';
import { type DetailSubject, targetOf } from './detail-subject.ts';
import { PauseUntil } from './pause-until.tsx';

const ScheduleEditor = lazy(async () => ({ default: (await import('./schedule-editor.tsx')).ScheduleEditor }));
const RunWithParameters = lazy(async () => ({
  default: (await import('./run-with-parameters.tsx')).RunWithParameters,
}));

/** What can be done to the object, as far as the person may. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { cluster, name } = subject;
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const isSuspended = getPath(object, 'spec', 'suspend') === true;
  const items = useActionItems([target]).filter(item => !item.kind.endsWith(isSuspended ? '.suspend' : '.resume'));
  const [open, setOpen] = useState<'run' | 'pause' | 'schedule' | null>(null);
  const user = useClusterUser(cluster);
  const run = items.find(item => item.kind === 'cronjob.run');
  const suspend = items.find(item => item.kind === 'cronjob.suspend');
  const resume = items.find(item => item.kind === 'cronjob.resume');
  if (items.length === 0) return null;
  return (
    <div className="detail-actions" role="toolbar" aria-label={t('grid.actionsOf', { name })}>
      <ActionButtons items={items} />
      {run === undefined ? null : (
        <button
          type="button"
          className="plain-button"
          disabled={run.disabled !== null}
          title={run.disabled ?? ''}
          onClick={() => setOpen('run')}
        >
          {t('run.open')}
        </button>
      )}
      {suspend === undefined ? null : (
        <button
          type="button"
          className="plain-button"
          disabled={suspend.disabled !== null}
          title={suspend.disabled ?? ''}
          onClick={() => setOpen('pause')}
        >
          {t('pause.open')}
        </button>
      )}
      {suspend === undefined && resume === undefined ? null : (
        <button
          type="button"
          className="plain-button"
          disabled={(suspend ?? resume)?.disabled !== null}
          title={(suspend ?? resume)?.disabled ?? ''}
          onClick={() => setOpen('schedule')}
        >
          {t('schedule.edit')}
        </button>
      )}
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
      {items
        .filter(item => item.disabled !== null)
        .slice(0, 1)
        .map(item => (
          <span key={item.kind} className="dim">
            {item.disabled}
          </span>
        ))}
    </div>
  );
}
