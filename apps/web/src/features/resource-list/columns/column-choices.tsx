import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import type { OfferedColumns } from './use-filled-columns.ts';
import type { KeptColumns } from './use-kept-columns.ts';

export interface ChoicesProps {
  readonly view: KindView;
  readonly columns: OfferedColumns;
  /** What there is no room for. */
  readonly left: readonly string[];
}

/** Each column with its box; by pointer and by keyboard alike: Alt with the arrows moves the one that has the focus. */
export function ColumnChoices({ view, columns, left }: ChoicesProps) {
  const { ids } = columns;
  const rest = view.columns.map(({ id }) => id).filter(id => !ids.includes(id));
  const onMove = useKeptFocus(columns);
  return (
    <>
      {[...ids, ...rest].map(id => (
        <Choice key={id} id={id} columns={columns} isLeft={left.includes(id)} onMove={onMove} />
      ))}
    </>
  );
}

type Move = (id: string, by: -1 | 1) => void;

function Choice({
  id,
  columns: { ids, choose, empty },
  isLeft,
  onMove,
}: {
  readonly id: string;
  readonly isLeft: boolean;
  readonly columns: OfferedColumns;
  readonly onMove: Move;
}) {
  const { t } = useTranslation();
  const at = ids.indexOf(id);
  const column = t(`column.${id}`);
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(id, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of what is in it
    <div className="column-choice" data-column={id} onKeyDown={onKey}>
      <Checkbox
        checked={at >= 0}
        disabled={at === 0}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onChange={() => choose(at >= 0 ? ids.filter(entry => entry !== id) : [...ids, id])}
      >
        {column}
        {empty.includes(id) ? <span className="dim"> {t('columns.empty')}</span> : null}
        {isLeft ? <span className="dim"> {t('columns.noRoom')}</span> : null}
      </Checkbox>
      {/* What is not shown stands nowhere. */}
      {at < 0 ? null : (
        <>
          <IconButton
            icon="arrow-up"
            label={t('columns.left', { column })}
            aria-disabled={at < 2}
            onClick={() => onMove(id, -1)}
          />
          <IconButton
            icon="arrow-down"
            label={t('columns.right', { column })}
            aria-disabled={at < 1 || at >= ids.length - 1}
            onClick={() => onMove(id, 1)}
          />
        </>
      )}
    </div>
  );
}

/** A control that moves with its column keeps the focus; where it can go no further its box has it. */
function useKeptFocus({ ids, move }: KeptColumns): Move {
  const moved = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const control = moved.current;
    if (control.getAttribute('aria-disabled') !== 'true') control.focus();
    else control.closest('[data-column]')?.querySelector('input')?.focus();
    moved.current = null;
  }, [ids]);
  const onMove: Move = (id, by) => {
    const from = ids.indexOf(id);
    const to = from + by;
    if (from < 1 || to < 1 || to >= ids.length) return;
    if (document.activeElement instanceof HTMLElement) moved.current = document.activeElement;
    move(id, to);
  };
  return onMove;
}
