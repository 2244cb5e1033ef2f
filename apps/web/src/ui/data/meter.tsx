import type { ReactNode } from 'react';
import { classes } from '../styles/classes.ts';
import styles from './meter.module.css';

/** A bar, and beside it what it shows in words: where those are longer than their line they go on beside it. */
export function MeterLine({
  bar,
  isHot = false,
  isSpread = false,
  children,
}: {
  readonly bar: ReactNode;
  readonly isHot?: boolean;
  /** In a column: the bars stand below each other, and so do the ends of the words. */
  readonly isSpread?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes(styles['measured'], isSpread && styles['spread'])}>
      {bar}
      <span className={isHot ? 'tone-warning' : undefined}>{children}</span>
    </span>
  );
}

/** How much of a whole is taken, and where a limit stands. `text` is what is read out: the bar alone says no number. */
export function Meter({
  label,
  share,
  limit = null,
  text,
  isHot = false,
}: {
  readonly label: string;
  /** Of the whole, from 0 to 1; more is drawn as full. */
  readonly share: number;
  /** A line across it: what is used of what was requested. */
  readonly limit?: number | null;
  readonly text: string;
  /** Close to its end. */
  readonly isHot?: boolean;
}) {
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(inside(share) * 100)}
      aria-valuetext={text}
      title={text}
      className={classes(styles['meter'], isHot && styles['hot'])}
    >
      <span className={styles['taken']} style={{ width: percent(share) }} />
      {limit === null ? null : <span className={styles['limit']} style={{ left: percent(limit) }} />}
    </span>
  );
}

function inside(share: number): number {
  return Math.max(0, Math.min(1, share));
}

function percent(share: number): string {
  return `${inside(share) * 100}%`;
}
