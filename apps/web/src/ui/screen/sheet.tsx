import type { ReactNode } from 'react';
import styles from './sheet.module.css';

/** What one comes for on the left, what one looks up on the right; below one another where there is no room for both. */
export function Sheet({ side, children }: { readonly side: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles['room']}>
      <div className={styles['sheet']}>
        <div className={styles['body']}>{children}</div>
        <aside className={styles['side']}>{side}</aside>
      </div>
    </div>
  );
}
