import { StatusMark, type StatusTone } from '../marks/status-mark.tsx';
import { classes } from '../styles/classes.ts';
import { visibleText } from '../words/text.ts';
import styles from './status.module.css';

/** A state in a word, with its shape: colour is never the only carrier. */
export function Status({ tone, text }: { readonly tone: StatusTone; readonly text: string }) {
  return (
    <span className={classes(styles['status'], styles[tone])} data-tone={tone}>
      <StatusMark tone={tone} />
      <span className={styles['text']} title={visibleText(text)}>
        {visibleText(text)}
      </span>
    </span>
  );
}
