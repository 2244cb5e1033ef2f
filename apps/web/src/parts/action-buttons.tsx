import { PlainButton } from '../ui/form/plain-button.tsx';
import type { ActionItem } from '../data/actions/use-action-items.ts';

/** Actions as buttons; one that may not be done says why. */
export function ActionButtons({ items }: { readonly items: readonly ActionItem[] }) {
  return items.map(item => (
    <PlainButton key={item.kind} why={item.disabled} title={item.shortcut ?? ''} onClick={item.run}>
      {item.title}
    </PlainButton>
  ));
}
