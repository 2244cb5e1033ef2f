import { useEffect, useRef } from 'react';
import { isCommand } from '../../ui/form/is-command.ts';
import { isTyping } from '../../ui/form/is-typing.ts';
import type { ActionItem } from './use-action-items.ts';

/** The keys of these actions, wherever focus is on the page. */
export function useActionKeys(items: readonly ActionItem[]): void {
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || isCommand(event)) return;
      const item = latest.current.find(entry => entry.shortcut === event.key);
      if (item === undefined || item.disabled !== null) return;
      event.preventDefault();
      item.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
