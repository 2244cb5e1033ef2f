import type { ReactNode } from 'react';
import type { StatusTone } from '../marks/status-mark.tsx';
import { classes } from '../styles/classes.ts';
import styles from './chip.module.css';

/** A short fact; with `onPress` a filter that is on or off, by pointer, Enter or Space. */
export function Chip({
  tone = 'plain',
  isOn,
  title,
  onPress,
  children,
}: {
  readonly tone?: 'plain' | Exclude<StatusTone, 'muted'>;
  readonly isOn?: boolean;
  readonly title?: string;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}) {
  const look = classes(styles['chip'], styles[tone]);
  if (onPress === undefined)
    return (
      <span className={look} title={title}>
        <span className={styles['words']}>{children}</span>
      </span>
    );
  return (
    <button type="button" className={look} title={title} aria-pressed={isOn ?? false} onClick={onPress}>
      <span className={styles['words']}>{children}</span>
    </button>
  );
}
