import type { ReactNode } from 'react';
import styles from './facts.module.css';

export interface Fact {
  readonly name: ReactNode;
  /** Where two may have the same name, or one that is no text. */
  readonly id?: string;
  readonly value: ReactNode;
}

/** What an object is, name by name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, id, value }) => (
        <div key={id ?? String(name)} className={styles['fact']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
