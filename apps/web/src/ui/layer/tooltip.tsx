import { cloneElement, type ReactElement, useId, useRef, useState } from 'react';
import { KeyHint } from '../marks/key-hint.tsx';
import styles from './tooltip.module.css';
import { useTopLayer } from './use-top-layer.ts';

/** Words about what is pointed at or focused. They stay while the pointer is on them, and Escape takes them away. */
export function Tooltip({
  text,
  shortcut = null,
  isName = false,
  children,
}: {
  readonly text: string;
  readonly shortcut?: string | null;
  /** It is the name of what it stands beside, and so is not read out a second time. */
  readonly isName?: boolean;
  readonly children: ReactElement<{ readonly 'aria-describedby'?: string | undefined }>;
}) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const [isShown, setShown] = useState(false);
  const isDescribed = isShown && !isName;
  return (
    <span
      ref={anchor}
      className={styles['anchor']}
      onPointerEnter={({ pointerType }) => setShown(pointerType !== 'touch')}
      onPointerLeave={() => setShown(false)}
      onPointerDown={() => setShown(false)}
      onFocus={({ target }) => setShown(target.matches(':focus-visible'))}
      onBlur={() => setShown(false)}
      onKeyDown={event => {
        if (event.key === 'Escape') setShown(false);
      }}
    >
      {isDescribed ? cloneElement(children, { 'aria-describedby': id }) : children}
      {isShown ? (
        <Tip id={id} text={text} shortcut={shortcut} anchor={() => anchor.current?.firstElementChild ?? null} />
      ) : null}
    </span>
  );
}

function Tip({
  id,
  text,
  shortcut,
  anchor,
}: {
  readonly id: string;
  readonly text: string;
  readonly shortcut: string | null;
  readonly anchor: () => Element | null;
}) {
  const tip = useRef<HTMLSpanElement>(null);
  useTopLayer(tip, anchor, 'bottom');
  return (
    <span ref={tip} id={id} role="tooltip" popover="manual" className={styles['tip']}>
      {text}
      {shortcut === null ? null : <KeyHint keys={shortcut} />}
    </span>
  );
}
