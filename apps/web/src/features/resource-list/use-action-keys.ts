import { useEffect, useRef } from 'react';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { useActionItems } from '../../data/use-action-items.ts';
import { isTyping } from '../../ui/is-typing.ts';

/** The keys of actions work on these objects. */
export function useActionKeys(targets: readonly ObjectTarget[]): void {
  const items = useActionItems(targets);
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const item = latest.current.find(entry => entry.shortcut === event.key);
      if (item === undefined || item.disabled !== null) return;
      event.preventDefault();
      item.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
