import { classes } from '../styles/classes.ts';
import styles from './status-mark.module.css';

export type StatusTone = 'ok' | 'active' | 'warning' | 'bad' | 'muted';

/** Drawn in a box of 8: no font changes them, and each is told from the others without its colour. */
const SHAPES: Readonly<Record<StatusTone, React.ReactNode>> = {
  ok: <circle cx="4" cy="4" r="4" fill="currentColor" />,
  active: (
    <>
      <circle cx="4" cy="4" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M4 .75a3.25 3.25 0 0 0 0 6.5z" fill="currentColor" />
    </>
  ),
  warning: <path d="M4 .25 8 7.75H0z" fill="currentColor" />,
  bad: <path d="M4-.4 8.4 4 4 8.4-.4 4z" fill="currentColor" />,
  muted: <circle cx="4" cy="4" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

/** The shape of a tone: ● ◐ ▲ ◆ ○. It stands beside a word, or has one as its name. */
export function StatusMark({ tone, name }: { readonly tone: StatusTone; readonly name?: string }) {
  return (
    <svg
      viewBox="0 0 8 8"
      className={classes(styles['mark'], styles[tone])}
      data-tone={tone}
      role={name === undefined ? undefined : 'img'}
      aria-label={name}
      aria-hidden={name === undefined ? 'true' : undefined}
    >
      {SHAPES[tone]}
    </svg>
  );
}
