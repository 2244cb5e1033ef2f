import {
  type CSSProperties,
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { followPointer } from '../pointer/follow-pointer.ts';
import styles from './bottom-dock.module.css';

export interface Pane {
  readonly id: string;
  readonly label: string;
  /** It takes all of the height, however little of it there is. */
  readonly isFilled: boolean;
  readonly content: ReactNode;
}

/** Of two panes together, the least that one of them keeps. */
const LEAST = 0.15;
const STEP = 0.05;

/** Panes side by side, as wide as their reader wants: by the line between two, or with the arrows there. The one with the focus is the shown one. */
export function PaneRow({
  panes,
  shown,
  resizeLabel,
  onShow,
}: {
  readonly panes: readonly Pane[];
  readonly shown: string;
  readonly resizeLabel: string;
  readonly onShow: (id: string) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  useFocusOfNew(row, { ids: panes.map(({ id }) => id), shown });
  const [shares, setShares] = useState<Readonly<Record<string, number>>>({});
  const shareOf = (id: string) => shares[id] ?? 1;
  return (
    <div ref={row} className={styles['row']}>
      {panes.map(({ id, label, isFilled, content }, at) => {
        const left = panes[at - 1];
        return (
          <Fragment key={id}>
            {left === undefined ? null : (
              <Divider
                label={resizeLabel}
                part={shareOf(left.id) / (shareOf(left.id) + shareOf(id))}
                onPart={part => {
                  const both = shareOf(left.id) + shareOf(id);
                  setShares({ ...shares, [left.id]: both * part, [id]: both * (1 - part) });
                }}
              />
            )}
            <div
              role="group"
              tabIndex={-1}
              aria-label={label}
              className={styles['pane']}
              data-filled={isFilled ? true : undefined}
              data-shown={id === shown ? true : undefined}
              style={{ '--share': shareOf(id) } as CSSProperties}
              onFocusCapture={() => {
                if (id !== shown) onShow(id);
              }}
            >
              {content}
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}

interface Seen {
  readonly ids: readonly string[];
  readonly shown: string;
}

/** What a menu has put beside the shown pane takes the focus that went with the menu, before anything gives that back to where it was. */
function useFocusOfNew(row: RefObject<HTMLElement | null>, seen: Seen): void {
  const last = useRef(seen);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = seen;
    const isNew = !before.ids.includes(seen.shown) && seen.ids.includes(before.shown);
    if (isNew && document.activeElement === document.body)
      row.current?.querySelector<HTMLElement>(':scope > [data-shown]')?.focus({ preventScroll: true });
  });
}

/** Between two panes; `part` is what the left one has of both. */
function Divider({
  label,
  part,
  onPart,
}: {
  readonly label: string;
  readonly part: number;
  readonly onPart: (part: number) => void;
}) {
  const line = useRef<HTMLDivElement>(null);
  const latest = useRef(onPart);
  latest.current = onPart;
  const change = (next: number) => latest.current(Math.max(LEAST, Math.min(1 - LEAST, next)));
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    change(part + (event.key === 'ArrowRight' ? STEP : -STEP));
  };
  return (
    <div
      ref={line}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(part * 100)}
      tabIndex={0}
      className={styles['divider']}
      onKeyDown={onKey}
      onPointerDown={down => {
        down.preventDefault();
        const from = line.current?.previousElementSibling?.getBoundingClientRect().left ?? 0;
        const to = line.current?.nextElementSibling?.getBoundingClientRect().right ?? innerWidth;
        followPointer({
          onMove: event => change((event.clientX - from) / (to - from)),
          onEnd: isDone => {
            if (!isDone) change(part);
          },
        });
      }}
    />
  );
}
