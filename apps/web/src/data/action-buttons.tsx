import type { ActionItem } from './use-action-items.ts';

/** Actions as buttons; one that may not be done says why. */
export function ActionButtons({ items }: { readonly items: readonly ActionItem[] }) {
  return items.map(item => (
    <button
      key={item.kind}
      type="button"
      className="plain-button"
      disabled={item.disabled !== null}
      title={item.disabled ?? item.shortcut ?? ''}
      onClick={item.run}
    >
      {item.title}
    </button>
  ));
}
