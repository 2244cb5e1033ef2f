import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { MenuButton, type MenuEntry } from '../layer/menu.tsx';
import styles from './action-bar.module.css';

export interface BarAction extends MenuEntry {
  /** The one that is most likely meant. */
  readonly isPrimary?: boolean;
}

/** More would be read one by one, and not seen at once. */
const MOST_ON_BAR = 5;

/**
 * Actions in the order of their likelihood: as many as fit on one line stand there with their keys, the others in a menu at its end.
 * What takes something away for good is in the menu, unless there is nothing else.
 */
export function ActionBar({
  actions,
  label,
  moreLabel,
}: {
  readonly actions: readonly BarAction[];
  readonly label: string;
  /** Of the button that opens the menu. */
  readonly moreLabel: string;
}) {
  const line = useRef<HTMLDivElement>(null);
  const plain = actions.filter(({ isDanger }) => isDanger !== true);
  const likely = (plain.length === 0 ? actions : plain).slice(0, MOST_ON_BAR);
  const fitting = useFirstLine(line, likely.map(({ id, title }) => `${id} ${title}`).join('\n'));
  const rest = actions.filter(action => !likely.slice(0, fitting).includes(action));
  return (
    <div role="toolbar" aria-label={label} className={styles['bar']}>
      <div ref={line} className={styles['line']}>
        {likely.map((action, i) => (
          <span key={action.id} style={i < fitting ? undefined : { visibility: 'hidden' }}>
            <Button
              variant={action.isPrimary === true ? 'primary' : 'secondary'}
              why={action.disabled}
              shortcut={action.shortcut}
              onClick={action.run}
            >
              {action.title}
            </Button>
          </span>
        ))}
      </div>
      {rest.length === 0 ? null : (
        <MenuButton
          label={moreLabel}
          entries={rest}
          trigger={props => <IconButton icon="more" label={moreLabel} {...props} />}
        />
      )}
    </div>
  );
}

/** How many of the parts of a box that wraps stand on its first line. Worked out anew when its width or a part's changes, and for other parts. */
function useFirstLine(box: RefObject<HTMLElement | null>, parts: string): number {
  const [count, setCount] = useState(Infinity);
  useLayoutEffect(() => {
    const all = [...(box.current?.children ?? [])].filter(one => one instanceof HTMLElement);
    const measure = () => setCount(all.filter(({ offsetTop }) => offsetTop === all[0]?.offsetTop).length);
    measure();
    const observer = new ResizeObserver(measure);
    for (const one of [box.current, ...all]) if (one !== null) observer.observe(one);
    return () => observer.disconnect();
  }, [box, parts]);
  return count;
}
