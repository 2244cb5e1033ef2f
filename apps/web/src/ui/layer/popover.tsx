import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useFocusReturn } from '../focus/focus-return.ts';
import { focusFirstThere, keepFocusInside } from '../focus/focus-inside.ts';
import { classes } from '../styles/classes.ts';
import layer from './layer.module.css';
import styles from './popover.module.css';
import { usePressOutside, useTopLayer } from './use-top-layer.ts';

/** What a button needs to open a layer. */
export interface TriggerProps {
  readonly 'aria-haspopup': 'dialog' | 'menu';
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls': string | undefined;
  readonly onClick: () => void;
}

/** A few words or fields beside a button, while the page stays as it is. Tab stays inside, Escape and a press beside it close it. */
export function Popover({
  label,
  trigger,
  width = 320,
  placement = 'bottom-end',
  children,
}: {
  readonly label: string;
  readonly trigger: (props: TriggerProps) => ReactNode;
  readonly width?: number;
  readonly placement?: 'bottom-start' | 'bottom-end';
  readonly children: ReactNode;
}) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <span ref={anchor} className={styles['anchor']}>
      {trigger({
        'aria-haspopup': 'dialog',
        'aria-expanded': isOpen,
        'aria-controls': isOpen ? id : undefined,
        onClick: () => setOpen(!isOpen),
      })}
      {isOpen ? (
        <PopoverLayer
          id={id}
          label={label}
          width={width}
          placement={placement}
          anchor={() => anchor.current}
          onClose={() => setOpen(false)}
        >
          {children}
        </PopoverLayer>
      ) : null}
    </span>
  );
}

/** The layer itself, for what is fetched when it opens: whoever shows it holds its button and whether it is open. */
export function PopoverLayer({
  id,
  label,
  width,
  placement,
  anchor,
  onClose,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly placement: 'bottom-start' | 'bottom-end';
  readonly anchor: () => Element | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useTopLayer(ref, anchor, placement);
  usePressOutside(() => [anchor()], onClose);
  useFocusReturn();
  useEffect(() => (ref.current === null ? undefined : focusFirstThere(ref.current)), []);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Tab') return keepFocusInside(event);
    if (event.key !== 'Escape') return;
    // One layer at a time: what lies below keeps its own.
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears the keys of what is in it
    <div
      ref={ref}
      id={id}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      popover="manual"
      className={classes(layer['layer'], styles['popover'])}
      style={{ width }}
      onKeyDown={onKey}
    >
      {children}
    </div>
  );
}
