import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { askForm } from '../../data/actions/asked-form.ts';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useCloneItem } from '../../data/apply/use-clone-item.ts';
import { isPlain, useObjectLooks, withLooks } from '../../data/actions/use-object-looks.ts';
import { Menu, type MenuEntry } from '../../ui/layer/menu.tsx';
import type { ListSelection } from './use-list-model.ts';
import { rowSubject } from './row-target.ts';

/** The actions on one row, and the ways into its object that have a key. */
export function RowMenu({
  view,
  cluster,
  at: { row, ...at },
  selection,
  onTab,
  onClose,
}: {
  readonly view: KindView;
  readonly cluster: string;
  /** The row, and where on the screen. */
  readonly at: { readonly row: WireRow; readonly x: number; readonly y: number };
  /** The key of logs opens those of all that is selected. */
  readonly selection: Pick<ListSelection, 'selected'>;
  /** Opens its object beside the list. */
  readonly onTab: (row: WireRow, tab: string | undefined) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const subject = rowSubject(cluster, view, row);
  // A form is about what its object says now: it opens beside the list, with its object.
  const items = useActionItems([subject], form => {
    onTab(row, undefined);
    askForm(subject.target, form);
  });
  const looks = useObjectLooks(subject.target, {
    hasLogs: view.logs !== undefined,
    hasLogsKey: selection.selected.size === 0,
    onTab: tab => onTab(row, tab),
  });
  const clone = useCloneItem(subject.target, view);
  return (
    <Menu
      entries={withClone(
        withLooks(
          items.map(item => ({ ...item, id: `${item.kind} ${item.form}`, isDanger: !isPlain(item.kind) })),
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
