import { type ComponentType, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import type { FormOfManyProps } from '../../parts/many/form-of-many-props.ts';
import { Button } from '../../ui/button/button.tsx';
import { later } from '../../ui/words/later.ts';
import type { SelectedLogs } from './use-selected-logs.ts';

/** The forms that can be about many objects; the others are about one. */
const FORMS_OF_MANY: Readonly<Partial<Record<ActionForm, ComponentType<FormOfManyProps>>>> = {
  mark: later(async () => (await import('../../parts/many/marks-of-many.tsx')).MarksOfMany),
  scale: later(async () => (await import('../../parts/many/scale-of-many.tsx')).ScaleOfMany),
  containers: later(async () => (await import('../../parts/many/image-of-many.tsx')).ImageOfMany),
};

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  subjects,
  logs,
  gone,
  matched,
  onSelectAll,
  onClear,
}: {
  readonly subjects: readonly ActionSubject[];
  readonly logs: SelectedLogs | null;
  /** So many that were selected are no more. */
  readonly gone: number;
  readonly matched: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ActionForm | null>(null);
  const items = useActionItems(subjects, setOpen)
    .filter(({ form }) => form === null || FORMS_OF_MANY[form] !== undefined)
    // Of many it is about images alone.
    .map(item => (item.form === 'containers' ? { ...item, title: t('images.form') } : item));
  const Form = open === null ? undefined : FORMS_OF_MANY[open];
  const selected = t('list.selected', { count: subjects.length });
  return (
    <div className="bulkbar" role="toolbar" aria-label={selected}>
      <span>{selected}</span>
      <span role="status" className="tone-warning">
        {gone === 0 ? '' : t('list.gone', { count: gone })}
      </span>
      {matched > subjects.length && matched <= MAX_TARGETS ? (
        <Button variant="link" onClick={onSelectAll}>
          {t('list.selectMatching', { count: matched })}
        </Button>
      ) : null}
      {matched > MAX_TARGETS ? <span className="dim">{t('list.tooMany', { most: MAX_TARGETS })}</span> : null}
      {logs === null ? null : (
        <Button shortcut="l" why={logs.why} onClick={logs.open}>
          {t('tab.logs')}
        </Button>
      )}
      <ActionButtons items={items} />
      <Button onClick={onClear}>{t('list.clearSelection')}</Button>
      {Form === undefined ? null : (
        <Suspense fallback={null}>
          <Form targets={subjects.map(({ target }) => target)} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
