import { useRef } from 'react';
import { Menu } from '@mantine/core';
import { useFocusReturn } from './focus-return.ts';

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string | null;
  readonly disabled: string | null;
  readonly run: () => void;
}

/** A menu at a point of the screen: the row's own, by pointer or key. */
export function ActionMenu({
  entries,
  at,
  label,
  onClose,
}: {
  readonly entries: readonly MenuEntry[];
  readonly at: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly onClose: () => void;
}) {
  const anchor = useRef<HTMLDivElement>(null);
  useFocusReturn();
  return (
    <Menu
      opened
      returnFocus={false}
      onClose={onClose}
      position="bottom-start"
      withinPortal
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <div ref={anchor} style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {entries.map(entry => (
          <Menu.Item
            key={entry.id}
            disabled={entry.disabled !== null}
            onClick={entry.run}
            rightSection={entry.shortcut === null ? null : <kbd>{entry.shortcut}</kbd>}
          >
            {entry.title}
            {entry.disabled === null ? null : <div className="dim">{entry.disabled}</div>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
