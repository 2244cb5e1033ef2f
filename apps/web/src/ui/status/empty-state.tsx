import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** Why there is nothing here, and the next step. */
export function EmptyState({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles['empty']}>
      <h2 className={styles['title']}>{title}</h2>
      {children === undefined ? null : <p className={styles['why']}>{children}</p>}
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
