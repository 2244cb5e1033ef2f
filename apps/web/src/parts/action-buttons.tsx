import type { ActionItem } from '../data/actions/use-action-items.ts';
import { Button } from '../ui/button/button.tsx';

/** Actions as buttons; one that may not be done says why. */
export function ActionButtons({ items }: { readonly items: readonly ActionItem[] }) {
  return items.map(item => (
    <Button key={item.kind} why={item.disabled} shortcut={item.shortcut} onClick={item.run}>
      {item.title}
    </Button>
  ));
}
