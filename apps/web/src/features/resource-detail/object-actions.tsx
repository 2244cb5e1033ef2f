import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionForm } from '@lanthorn/actions/action.ts';
import { objectState } from '@lanthorn/actions/object-state.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import { OBJECT_FORMS } from './kinds/object-forms.tsx';

/** What can be done to the object, as far as the person may; what begins with a form comes last. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const [open, setOpen] = useState<ActionForm | null>(null);
  const items = useActionItems([{ target, state: objectState(object) }], setOpen);
  // Beside a list the keys are those of its row.
  const isOwnPage = useViewState().name !== undefined;
  useActionKeys(isOwnPage ? items : []);
  if (items.length === 0) return null;
  const Form = open === null ? null : OBJECT_FORMS[open];
  return (
    <div className="detail-actions" role="toolbar" aria-label={t('grid.actionsOf', { name: subject.name })}>
      <ActionButtons items={items.filter(({ form }) => form === null)} />
      <ActionButtons items={items.filter(({ form }) => form !== null)} />
      {Form === null ? null : (
        <Suspense fallback={null}>
          <Form subject={subject} target={target} object={object} onClose={() => setOpen(null)} />
        </Suspense>
      )}
      {[...new Set(items.flatMap(item => item.disabled ?? []))].map(why => (
        <span key={why} className="dim">
          {why}
        </span>
      ))}
    </div>
  );
}
