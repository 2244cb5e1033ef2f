import { useTranslation } from 'react-i18next';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { Menu } from '../../ui/layer/menu.tsx';

/** The actions on one row. */
export function RowMenu({
  subject,
  at,
  onClose,
}: {
  readonly subject: ActionSubject;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems([subject]);
  return (
    <Menu
      entries={items.map(item => ({
        ...item,
        id: item.kind,
        isDanger: actionRecord(item.kind).tone === 'danger',
      }))}
      at={at}
      label={t('grid.actionsOf', { name: subject.target.name })}
      onClose={onClose}
    />
  );
}
