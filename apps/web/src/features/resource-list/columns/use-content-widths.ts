import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cell, cellText } from '@lanthorn/views/cells/cell.ts';
import type { ColumnType, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { LiveList } from '../../../data/lists/use-live-list.ts';
import { textWidth } from '../../../ui/words/text-width.ts';

/** What a cell has around its text. */
const AROUND = 18;
/** Before the word of a state: its shape. */
const SHAPE = 18;
/** States change while one looks: so long a word has room from the beginning, where the kind has it. */
const LONG_STATE = 'CrashLoopBackOff';
/** Behind a title: where its order is shown. */
const ORDER = 20;

/** What else there is in lists is as wide in every row, or not told by its text. */
const TEXTS: ReadonlySet<ColumnType> = new Set(['text', 'owner', 'status']);

/**
 * How wide the texts of these columns are, with their titles, in the rows that were told first; nothing before there are any. A column
 * grows with the first rows of another question, and never shrinks: while somebody reads or scrolls it stays as it is.
 */
export function useContentWidths(
  { rows, state }: Pick<LiveList, 'rows' | 'state'>,
  { view, ids, question }: { readonly view: KindView; readonly ids: readonly string[]; readonly question: string },
): ReadonlyMap<string, number> {
  const { t } = useTranslation();
  const known = useRef<Known>({ key: '', question: '', awaited: null, widths: NONE });
  // Rows that are still being read are not all of the first ones.
  const key = rows.size === 0 ? '' : JSON.stringify([ids, state.kind === 'loading']);
  return useMemo(() => {
    const held = known.current;
    const { widths: before, key: last, question: asked, awaited } = held;
    // The rows of the question before stand until the other is answered.
    const stale = last !== '' && question !== asked ? rows : awaited;
    known.current = { ...held, question, awaited: stale };
    if (key === '' || stale === rows || (stale === null && key === last)) return before;
    const objects = [...rows.values()].filter(({ group }) => group === undefined);
    const widths = new Map(before);
    for (const id of ids) {
      const index = columnIndex(view, id);
      const column = view.columns[index];
      if (column === undefined || !TEXTS.has(column.type)) continue;
      const shape = column.type === 'status' ? SHAPE : 0;
      const texts = new Set(objects.map(({ cells }) => cellText((cells[index] ?? null) as Cell)));
      const widest = [...texts].reduce((most, text) => Math.max(most, textWidth(text)), 0);
      const title = textWidth(t(`column.${id}`)) + ORDER;
      const least = shape === 0 ? 0 : Math.min(column.width, AROUND + shape + textWidth(LONG_STATE));
      widths.set(id, Math.max(before.get(id) ?? 0, least, AROUND + Math.max(shape + widest, title)));
    }
    // The same one where nothing grew: the rows are not drawn again for it.
    const isGrown = [...widths].some(([id, width]) => width !== before.get(id));
    const told = isGrown ? widths : before;
    known.current = { key, question, awaited: null, widths: told };
    return told;
  }, [known, key, question, rows, ids, view, t]);
}

interface Known {
  readonly key: string;
  readonly question: string;
  /** Rows that are there still, and answer another question; null where none are. */
  readonly awaited: ReadonlyMap<string, unknown> | null;
  readonly widths: ReadonlyMap<string, number>;
}

const NONE: ReadonlyMap<string, number> = new Map();
