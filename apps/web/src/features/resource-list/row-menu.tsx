import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import { useCloneItem } from '../../data/apply/use-clone-item.ts';
import { isPlain, useObjectLooks, withLooks } from '../../data/objects/use-object-looks.ts';
import { Menu, type MenuEntry } from '../../ui/layer/menu.tsx';

/** The actions on one row, and the ways into its object that have a key. */
export function RowMenu({
  view,
  subject,
  at,
  onTab,
  onClose,
}: {
  readonly view: KindView;
  readonly subject: ActionSubject;
  readonly at: { readonly x: number; readonly y: number };
  /** Opens its object beside the list. */
  readonly onTab: (tab: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems([subject]);
  const looks = useObjectLooks(subject.target, { hasLogs: view.logs !== undefined, onTab });
  const clone = useCloneItem(subject.target, view);
  return (
    <Menu
      entries={withClone(
        withLooks(
          items.map(item => ({ ...item, id: item.kind, isDanger: !isPlain(item.kind) })),
          looks,
        ),
        clone,
      )}
      at={at}
      label={t('grid.actionsOf', { name: subject.target.name })}
      onClose={onClose}
    />
  );
}

/** What takes something away stays last. */
function withClone(entries: readonly MenuEntry[], clone: MenuEntry | null): readonly MenuEntry[] {
  if (clone === null) return entries;
  const isDanger = (entry: MenuEntry) => entry.isDanger === true;
  return [...entries.filter(entry => !isDanger(entry)), clone, ...entries.filter(isDanger)];
}
