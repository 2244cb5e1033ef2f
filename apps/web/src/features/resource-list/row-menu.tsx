import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { useActionItems } from '../../data/use-action-items.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';

/** The actions on one row. */
export function RowMenu({
  target,
  at,
  onClose,
}: {
  readonly target: ObjectTarget;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems([target]);
  return (
    <ActionMenu
      entries={items.map(item => ({ id: item.kind, ...item }))}
      at={at}
      label={t('grid.actionsOf', { name: target.name })}
      onClose={onClose}
    />
  );
}
