import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { usePackItems } from '../../data/actions/use-pack-items.ts';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { Button } from '../../ui/button/button.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { MenuButton } from '../../ui/layer/menu.tsx';
import { OBJECT_FORMS } from './kinds/object-forms.tsx';
import { type DetailSubject, targetOf } from './subject/detail-subject.ts';
import styles from './detail-header.module.css';

/** What can be done to the object, as far as the person may: the most likely first, what destroys behind a press more. */
export function ObjectActions({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const target = targetOf(subject, object);
  const [open, setOpen] = useState<ActionForm | null>(null);
  const items = useActionItems([{ target, state: objectState(object) }], setOpen);
  // Beside a list the keys are those of its row.
  const isOwnPage = useViewState().name !== undefined;
  useActionKeys(isOwnPage ? items : []);
  const packItems = usePackItems(target, subject.view.offers?.(object) ?? []);
  if (items.length + packItems.length === 0) return null;
  const Form = open === null ? null : OBJECT_FORMS[open];
  const plain = items.filter(item => actionRecord(item.kind).tone === 'plain');
  // A menu of everything there is would only hide it.
  const [buttons, more] =
    plain.length + packItems.length === 0 ? [items, []] : [plain, items.filter(item => !plain.includes(item))];
  return (
    <div className={styles['actions']} role="toolbar" aria-label={t('grid.actionsOf', { name: subject.name })}>
      <ActionButtons items={buttons.filter(({ form }) => form === null)} primary={plain[0] ?? null} />
      <ActionButtons items={buttons.filter(({ form }) => form !== null)} />
      {packItems.map(({ name, title, disabled, run }) => (
        <Button key={name} why={disabled} onClick={run}>
          {title}
        </Button>
      ))}
      {more.length === 0 ? null : (
        <MenuButton
          label={t('detail.moreActions')}
          entries={more.map(item => ({ ...item, id: item.kind, isDanger: true }))}
          trigger={props => <IconButton icon="more" label={t('detail.moreActions')} {...props} />}
        />
      )}
      {Form === null ? null : (
        <Suspense fallback={null}>
          <Form subject={subject} target={target} object={object} onClose={() => setOpen(null)} />
        </Suspense>
      )}
      {[...new Set(items.flatMap(item => item.disabled ?? []))].map(why => (
        <span key={why} className={styles['why']}>
          {why}
        </span>
      ))}
    </div>
  );
}
