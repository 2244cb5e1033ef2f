import type { ReactNode } from 'react';
import type { StatusTone } from '../marks/status-mark.tsx';
import { classes } from '../styles/classes.ts';
import styles from './chip.module.css';

/** A short fact; with `onPress` a filter that is on or off, by pointer, Enter or Space. */
export function Chip({
  tone = 'plain',
  isOn,
  title,
  isShort = false,
  onPress,
  keys,
  value,
  children,
}: {
  readonly tone?: 'plain' | Exclude<StatusTone, 'muted'>;
  readonly isOn?: boolean;
  readonly title?: string;
  /** Its words need not be cut. Where chips come and go with every change, what cuts them costs more than they do. */
  readonly isShort?: boolean;
  /** `isOther` with Alt or Shift, or by the key `-`: what it does besides. */
  readonly onPress?: (press: { readonly isOther: boolean; readonly isByKey: boolean }) => void;
  /** What it does besides, for who does not see it. */
  readonly keys?: string;
  /** What it stands for, by which its element is found. */
  readonly value?: string;
  readonly children: ReactNode;
}) {
  const look = classes(styles['chip'], styles[tone]);
  const words = isShort ? undefined : styles['words'];
  if (onPress === undefined)
    return (
      <span className={look} title={title}>
        <span className={words}>{children}</span>
      </span>
    );
  return (
    <button
      type="button"
      className={look}
      title={title}
      aria-pressed={isOn ?? false}
      aria-keyshortcuts={keys}
      data-value={value}
      onClick={({ altKey, shiftKey, detail }) => onPress({ isOther: altKey || shiftKey, isByKey: detail === 0 })}
      onKeyDown={event => {
        if (event.key === '-') onPress({ isOther: true, isByKey: true });
      }}
    >
      <span className={words}>{children}</span>
    </button>
  );
}
