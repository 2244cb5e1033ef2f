import { type CSSProperties, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button/icon-button.tsx';
import { followPointer } from '../pointer/follow-pointer.ts';
import { Icon, type IconName } from '../marks/icon.tsx';
import { classes } from '../styles/classes.ts';
import { type Pane, PaneRow } from './pane-row.tsx';
import styles from './bottom-dock.module.css';

export interface DockTab {
  readonly id: string;
  readonly icon: IconName;
  readonly text: string;
  /** What is going on in it, beside its name. */
  readonly note?: string;
  readonly onClose?: () => void;
}

/** Smaller shows nothing, and the screen above keeps this much of the window. */
const MIN_HEIGHT = 96;
const MAX_SHARE = 0.7;
const STEP = 24;

/** What stays below the screen while one moves about: a tab each, one of them shown, alone or with others beside it, or none. Escape folds it. */
export function BottomDock({
  label,
  notice,
  tabs,
  shown,
  panes,
  height,
  tools,
  onShow,
  onHeight,
}: {
  readonly label: string;
  /** What must be read, also while it is folded. */
  readonly notice: ReactNode;
  readonly tabs: readonly DockTab[];
  /** Null while it is folded. */
  readonly shown: string | null;
  /** What is seen, from left to right, the shown tab among it. */
  readonly panes: readonly Pane[];
  /** In pixels; null for that of the design. */
  readonly height: number | null;
  /** Behind the tabs: what can be done with them. */
  readonly tools?: ReactNode;
  readonly onShow: (id: string | null) => void;
  /** Called when a hand has let go. */
  readonly onHeight: (height: number) => void;
}) {
  const { t } = useTranslation();
  const dock = useRef<HTMLElement>(null);
  useFolding(dock, shown !== null, onShow);
  return (
    <section ref={dock} className={`dock ${styles['dock']}`} aria-label={label}>
      {notice}
      <div className={styles['head']}>
        {tabs.map(({ id, icon, text, note, onClose }) => (
          <span
            key={id}
            className={styles['tab']}
            data-shown={id === shown ? true : undefined}
            data-seen={panes.some(pane => pane.id === id) ? true : undefined}
          >
            <button
              type="button"
              data-tab={id === shown ? 'shown' : ''}
              aria-expanded={panes.some(pane => pane.id === id)}
              className={styles['name']}
              onClick={() => onShow(id === shown ? null : id)}
            >
              <Icon name={icon} />
              <span className={styles['text']}>{text}</span>
              {note === undefined || note === '' ? null : (
                <span className={classes(styles['note'], 'dim')} aria-live="polite">
                  {note}
                </span>
              )}
            </button>
            {onClose === undefined ? null : <CloseTab text={text} onClose={onClose} />}
          </span>
        ))}
        {tools}
      </div>
      {shown === null ? null : (
        <Body height={height} isFilled={panes.some(pane => pane.isFilled)} onHeight={onHeight}>
          <PaneRow panes={panes} shown={shown} resizeLabel={t('dock.resizePane')} onShow={onShow} />
        </Body>
      )}
    </section>
  );
}

/** Escape from within folds it, after whatever in it takes the key first, and before it closes a layer of the screen above. */
function useFolding(dock: RefObject<HTMLElement | null>, isShown: boolean, onShow: (id: null) => void): void {
  const latest = useRef(onShow);
  latest.current = onShow;
  useEffect(() => {
    if (!isShown) return undefined;
    const fold = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.key !== 'Escape' || event.defaultPrevented || dock.current?.contains(target) !== true) return;
      // The key is for what lies above.
      if (target.closest('dialog') !== null) return;
      event.stopPropagation();
      dock.current.querySelector<HTMLElement>('[data-tab="shown"]')?.focus();
      latest.current(null);
    };
    document.addEventListener('keydown', fold);
    return () => document.removeEventListener('keydown', fold);
  }, [dock, isShown]);
}

function CloseTab({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return <IconButton icon="close" label={t('dock.close', { name: text })} onClick={onClose} />;
}

function Body({
  height,
  isFilled,
  onHeight,
  children,
}: {
  readonly height: number | null;
  readonly isFilled: boolean;
  readonly onHeight: (height: number) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  useEffect(() => setPulled(null), [height]);
  const bounded = (next: number) => Math.round(Math.max(MIN_HEIGHT, Math.min(innerHeight * MAX_SHARE, next)));
  const shownHeight = pulled ?? height;
  return (
    <>
      <div
        role="separator"
        aria-orientation="horizontal"
        aria-label={t('dock.resize')}
        aria-valuenow={shownHeight ?? 0}
        tabIndex={0}
        className={styles['resizer']}
        onPointerDown={down => {
          down.preventDefault();
          const bottom = body.current?.getBoundingClientRect().bottom ?? innerHeight;
          let last: number | null = null;
          followPointer({
            onMove: event => setPulled((last = bounded(bottom - event.clientY))),
            onEnd: isDone => {
              if (!isDone) setPulled(null);
              else if (last !== null) onHeight(last);
            },
          });
        }}
        onKeyDown={event => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          const now = shownHeight ?? body.current?.clientHeight ?? MIN_HEIGHT;
          onHeight(bounded(now + (event.key === 'ArrowUp' ? STEP : -STEP)));
        }}
      />
      <div
        ref={body}
        className={styles['body']}
        data-filled={isFilled ? true : undefined}
        style={shownHeight === null ? undefined : ({ '--height': `${bounded(shownHeight)}px` } as CSSProperties)}
      >
        {children}
      </div>
    </>
  );
}
