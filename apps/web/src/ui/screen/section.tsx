import { type ReactNode, useId } from 'react';
import styles from './section.module.css';

/** A part of an object's page: its title, a word about it, and what it holds. */
export function Section({
  title,
  note = '',
  link = null,
  testId,
  children,
}: {
  readonly title: string;
  /** A number or a few words beside the title. */
  readonly note?: string;
  /** Where there is more of it. */
  readonly link?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id} data-testid={testId}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        {note === '' ? null : <span className={styles['note']}>{note}</span>}
        {link === null ? null : <span className={styles['link']}>{link}</span>}
      </div>
      {children}
    </section>
  );
}
