import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from '../marks/icon.tsx';
import { classes } from '../styles/classes.ts';
import styles from './button.module.css';
import { KeyHint } from '../marks/key-hint.tsx';

/** `primary` and `danger` once on a screen at most; `ghost` for what stands beside; `link` within text. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'link';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'> {
  readonly variant?: ButtonVariant;
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName | undefined;
  /** Behind the words: what opens. */
  readonly iconEnd?: IconName | undefined;
  /** The key that does the same, where there is one. */
  readonly shortcut?: string | null | undefined;
  /** Why it cannot be pressed; null when it can. Such a button stays within reach of the Tab key, so that everybody can learn why. */
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
  children,
  ...rest
}: ButtonProps) {
  const isOff = why !== null || isBusy || rest['aria-disabled'] === true;
  const isFilled = variant === 'primary' || variant === 'danger';
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- one of two, never none
      type={type}
      className={classes(styles['button'], styles[variant], children === undefined && styles['square'])}
      data-filled={isFilled || undefined}
      data-why={why ?? undefined}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      aria-keyshortcuts={shortcut ?? rest['aria-keyshortcuts']}
      title={why ?? title}
      onClick={event => {
        if (!isOff) onClick?.(event);
        // A form would be sent all the same.
        else event.preventDefault();
      }}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
      {iconEnd === undefined ? null : <Icon name={iconEnd} />}
      {shortcut === null ? null : <KeyHint keys={shortcut} />}
    </button>
  );
}
