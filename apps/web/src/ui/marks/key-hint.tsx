import styles from './key-hint.module.css';

/** As keyboards have it: a word that is also what the button says would stand there twice. */
const SHORT: Readonly<Record<string, string>> = { Delete: 'Del' };

/** The key that does the same. Who listens hears it from `aria-keyshortcuts` of the button, not as part of its name. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd aria-hidden="true" className={styles['key']}>
      {SHORT[keys] ?? keys}
    </kbd>
  );
}
