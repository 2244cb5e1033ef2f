import type { ReactNode } from 'react';
import styles from './facts.module.css';

export interface Fact {
  readonly name: string;
  /** A name that is more than its text. */
  readonly shownName?: ReactNode;
  /** Where two may have the same name. */
  readonly id?: string;
  readonly value: ReactNode;
}

/** What an object is, name by name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, shownName = name, id = name, value }) => (
        <div key={id} className={styles['fact']}>
          <dt>{shownName}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
