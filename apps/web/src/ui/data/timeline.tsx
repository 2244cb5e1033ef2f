import type { ReactNode } from 'react';
import { Age } from '../time/time.tsx';
import styles from './timeline.module.css';

export interface Happening {
  readonly key: string;
  /** Milliseconds. */
  readonly at: number;
  readonly isWarning: boolean;
  readonly what: ReactNode;
}

/** What happened, line by line, each with how long ago. */
export function Timeline({ happenings }: { readonly happenings: readonly Happening[] }) {
  return (
    <ol className={styles['timeline']}>
      {happenings.map(({ key, at, isWarning, what }) => (
        <li key={key} data-warning={isWarning || undefined}>
          <span className={styles['when']}>
            <Age at={at} />
          </span>
          <span className={styles['what']}>{what}</span>
        </li>
      ))}
    </ol>
  );
}
