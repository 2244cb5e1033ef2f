import { type ButtonHTMLAttributes, type ReactNode, type Ref, useId, useRef, useState } from 'react';
import { useTopLayer, useTurnOutside } from '../layer/use-top-layer.ts';
import { Icon, type IconName } from '../marks/icon.tsx';
import { classes } from '../styles/classes.ts';
import styles from './button.module.css';
import { KeyHint } from '../marks/key-hint.tsx';

/** `primary` and `danger` once on a screen at most; `ghost` for what stands beside; `link` within text. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'link';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type' | 'disabled'> {
  readonly variant?: ButtonVariant;
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName | undefined;
  /** Behind the words: what opens. */
  readonly iconEnd?: IconName | undefined;
  /** The key that does the same, where there is one. */
  readonly shortcut?: string | null | undefined;
  /** Why it cannot be pressed; null when it can. Such a button stays within reach of the Tab key, and pressed all the same it says why. */
  readonly why?: string | null;
  /** Pressed, and not yet done: it takes no second press, and keeps its width. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children?: ReactNode;
}

/** A verb that can be pressed, by pointer, Enter or Space. */
export function Button({
  variant = 'secondary',
  type = 'button',
  icon,
  iconEnd,
  shortcut = null,
  why = null,
  isBusy = false,
  title,
  onClick,
  onFocus,
  onBlur,
  ref,
  children,
  ...rest
}: ButtonProps) {
  const isOff = why !== null || isBusy || rest['aria-disabled'] === true;
  const { attributes, reason } = useSaying(why, {
    ...{ isOff, title, onClick, onFocus, onBlur },
    'aria-describedby': rest['aria-describedby'],
  });
  const isFilled = variant === 'primary' || variant === 'danger';
  return (
    <>
      <button
        {...rest}
        ref={ref}
        // oxlint-disable-next-line react/button-has-type -- one of two, never none
        type={type}
        className={classes(styles['button'], styles[variant], children === undefined && styles['square'])}
        data-filled={isFilled || undefined}
        aria-disabled={isOff || undefined}
        aria-busy={isBusy || undefined}
        aria-keyshortcuts={shortcut ?? rest['aria-keyshortcuts']}
        {...attributes}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        {children}
        {iconEnd === undefined ? null : <Icon name={iconEnd} />}
        {shortcut === null ? null : <KeyHint keys={shortcut} />}
      </button>
      {reason}
    </>
  );
}

type Said = Pick<ButtonProps, 'title' | 'aria-describedby' | 'onClick' | 'onFocus' | 'onBlur'>;

/** It says why it cannot be pressed to who comes by the keys, and to who presses it all the same. */
function useSaying(
  why: string | null,
  { isOff, title, onClick, onFocus, onBlur, ...rest }: Said & { readonly isOff: boolean },
): { readonly attributes: Said; readonly reason: ReactNode } {
  const id = useId();
  const [isTold, setTold] = useState(false);
  // What can be pressed again has nothing to say, also when it cannot later.
  if (isTold && why === null) setTold(false);
  const isSaying = isTold && why !== null;
  const attributes: Said = {
    'aria-describedby': isSaying ? id : rest['aria-describedby'],
    title: isSaying ? undefined : (why ?? title),
    onFocus: event => {
      // By the keys there is no pointing at it.
      if (why !== null && event.currentTarget.matches(':focus-visible')) setTold(true);
      onFocus?.(event);
    },
    onBlur: event => {
      setTold(false);
      onBlur?.(event);
    },
    onClick: event => {
      if (!isOff) return onClick?.(event);
      // A form would be sent all the same; Enter in one of its fields is a press of this button, too.
      event.preventDefault();
      return setTold(true);
    },
  };
  return { attributes, reason: isSaying ? <WhyNot id={id} text={why} onLeave={() => setTold(false)} /> : null };
}

/**
 * Above everything: a dialog would cut it off. Told by Enter in a field the button has no focus to lose: it goes as soon as one does something else.
 */
function WhyNot({ id, text, onLeave }: { readonly id: string; readonly text: string; readonly onLeave: () => void }) {
  const layer = useRef<HTMLSpanElement>(null);
  const button = () => layer.current?.previousElementSibling ?? null;
  useTopLayer(layer, button);
  useTurnOutside(() => [layer.current, button()], onLeave);
  return (
    <span ref={layer} id={id} role="alert" popover="manual" className={styles['why']}>
      {text}
    </span>
  );
}
