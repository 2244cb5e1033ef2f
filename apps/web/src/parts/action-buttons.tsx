import type { ActionItem } from '../data/actions/use-action-items.ts';
import { Button } from '../ui/button/button.tsx';

/** Actions as buttons with their keys; one that may not be done says why. */
export function ActionButtons({
  items,
  primary = null,
}: {
  readonly items: readonly ActionItem[];
  /** The one that is most likely meant; null where none stands out. */
  readonly primary?: ActionItem | null;
}) {
  return items.map(item => (
    <Button
      key={`${item.kind} ${item.form}`}
      variant={item === primary ? 'primary' : 'secondary'}
      why={item.disabled}
      shortcut={item.shortcut}
      onClick={item.run}
    >
      {item.title}
    </Button>
  ));
}
