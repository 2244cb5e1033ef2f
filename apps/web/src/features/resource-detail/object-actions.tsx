import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionKind } from '@lanthorn/actions/action.ts';
import { objectState } from '@lanthorn/actions/object-state.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionItem, useActionItems } from '../../data/actions/use-action-items.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { useClusterUser } from '../../data/client/use-cluster-user.ts';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import { OBJECT_FORMS } from './kinds/object-forms.tsx';

/** What can be done to the object, as far as the person may. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { cluster, name } = subject;
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const items = useActionItems([{ target, state: objectState(object) }]);
  // Beside a list the keys are those of its row.
  const isOwnPage = useViewState().name !== undefined;
  useActionKeys(isOwnPage ? items : []);
  const [open, setOpen] = useState<ActionKind | null>(null);
  const user = useClusterUser(cluster);
  if (items.length === 0) return null;
  const forms = OBJECT_FORMS.flatMap(({ kind, title, like }): ActionItem[] => {
    const item = items.find(other => like.includes(other.kind));
    return item === undefined ? [] : [{ ...item, kind, title: t(title), shortcut: null, run: () => setOpen(kind) }];
  });
  const form = OBJECT_FORMS.find(({ kind }) => kind === open);
  return (
    <div className="detail-actions" role="toolbar" aria-label={t('grid.actionsOf', { name })}>
      <ActionButtons items={items} />
      <ActionButtons items={forms} />
      <Suspense fallback={null}>
        {form?.render({ subject, target, object, user, onClose: () => setOpen(null) })}
      </Suspense>
      {[...new Set(items.flatMap(item => item.disabled ?? []))].map(why => (
        <span key={why} className="dim">
          {why}
        </span>
      ))}
    </div>
  );
}
