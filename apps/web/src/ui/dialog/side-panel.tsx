import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../focus/focus-return.ts';
import { followPointer } from '../pointer/follow-pointer.ts';
import styles from './side-panel.module.css';

/** Narrower shows nothing, and the list beside it keeps as much. */
const MIN_WIDTH = 320;
const STEP = 24;

function mostWidth(): number {
  return Math.max(MIN_WIDTH, innerWidth - MIN_WIDTH);
}

/** As the style has it. */
function usualWidth(): number {
  return Math.min(560, innerWidth * 0.46);
}

function bounded(width: number): number {
  return Math.round(Math.max(MIN_WIDTH, Math.min(mostWidth(), width)));
}

/** The object panel at the right, as wide as its reader wants: by its edge, or with the arrows there; Home and End go to the bounds, Enter back to the design's. */
export function SidePanel({
  label,
  width,
  onWidth,
  children,
}: {
  readonly label: string;
  /** In pixels; null for that of the design. */
  readonly width: number | null;
  /** Called when a hand has let go. */
  readonly onWidth: (width: number | null) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  useFocusReturn();
  const panel = useRef<HTMLElement>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  useEffect(() => setPulled(null), [width]);
  const shown = pulled ?? width;
  const now = () => shown ?? panel.current?.clientWidth ?? MIN_WIDTH;
  const onKey = (event: KeyboardEvent) => {
    const next = widthByKey(event.key, now());
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(next === null ? null : bounded(next));
  };
  return (
    <aside
      ref={panel}
      className={`panel ${styles['panel']}`}
      aria-label={label}
      style={shown === null ? undefined : ({ '--width': `${bounded(shown)}px` } as CSSProperties)}
    >
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('panel.resize')}
        aria-valuemin={MIN_WIDTH}
        aria-valuemax={mostWidth()}
        aria-valuenow={bounded(shown ?? usualWidth())}
        tabIndex={0}
        className={styles['resizer']}
        onPointerDown={down => {
          down.preventDefault();
          let last: number | null = null;
          const right = panel.current?.getBoundingClientRect().right ?? innerWidth;
          followPointer({
            onMove: event => setPulled((last = bounded(right - event.clientX))),
            onEnd: isDone => {
              setPulled(null);
              if (isDone && last !== null) onWidth(last);
            },
          });
        }}
        onDoubleClick={() => onWidth(null)}
        onKeyDown={onKey}
      />
      {children}
    </aside>
  );
}

/** Null for the width of the design; undefined where the key means nothing. */
function widthByKey(key: string, now: number): number | null | undefined {
  switch (key) {
    case 'ArrowLeft':
      return now + STEP;
    case 'ArrowRight':
      return now - STEP;
    case 'Home':
      return MIN_WIDTH;
    case 'End':
      return mostWidth();
    case 'Enter':
      return null;
    default:
      return undefined;
  }
}
