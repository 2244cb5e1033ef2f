import type { ReactNode } from 'react';
import { StatusMark, type StatusTone } from '../marks/status-mark.tsx';
import { classes } from '../styles/classes.ts';
import styles from './notice.module.css';

/** What has to be known before anything else on the screen: what is so, and below it why and what to do. */
export function Notice({
  tone,
  title,
  role,
  children,
}: {
  readonly tone: Exclude<StatusTone, 'muted'>;
  readonly title?: ReactNode;
  /** `alert` for what went wrong just now, `status` for what changed; none for what was so when the screen opened. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}) {
  return (
    <div role={role} className={classes(styles['notice'], styles[tone])}>
      <span className={styles['mark']}>
        <StatusMark tone={tone} />
      </span>
      <div className={styles['words']}>
        {title === undefined ? null : (
          <>
            <b className={styles['title']}>{title}</b>{' '}
          </>
        )}
        {children}
      </div>
    </div>
  );
}
