import type { ReactNode } from 'react';
import type { Tone } from '@lanthorn/views/cells/cell.ts';
import { StatusMark } from '../../../ui/marks/status-mark.tsx';
import styles from './verdict-box.module.css';

/** What stands on top of a page: how its object is, and in words why. */
export function VerdictBox({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <div className={styles['verdict']} data-tone={tone} data-testid="verdict">
      <StatusMark tone={tone} />
      <div className={styles['words']}>{children}</div>
    </div>
  );
}
