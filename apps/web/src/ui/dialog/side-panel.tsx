import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../focus/focus-return.ts';

const MIN_WIDTH = 320;
const STEP = 24;

/** The object panel at the right, as wide as its reader wants. */
export function SidePanel({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  useFocusReturn();
  const [width, setWidth] = useState<number | null>(null);
  const resize = (next: number) => setWidth(Math.max(MIN_WIDTH, Math.min(innerWidth - MIN_WIDTH, next)));
  return (
    <aside className="panel" aria-label={label} style={width === null ? undefined : { width }}>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('panel.resize')}
        aria-valuenow={width ?? 0}
        tabIndex={0}
        className="panel-resizer"
        onPointerDown={down => {
          down.preventDefault();
          const move = (event: PointerEvent) => resize(innerWidth - event.clientX);
          const stop = () => {
            removeEventListener('pointermove', move);
            removeEventListener('pointerup', stop);
          };
          addEventListener('pointermove', move);
          addEventListener('pointerup', stop);
        }}
        onKeyDown={event => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          const current = event.currentTarget.parentElement?.clientWidth ?? MIN_WIDTH;
          resize(current + (event.key === 'ArrowLeft' ? STEP : -STEP));
        }}
      />
      {children}
    </aside>
  );
}
