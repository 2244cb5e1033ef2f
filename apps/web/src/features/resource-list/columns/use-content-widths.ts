import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cell, cellText } from '@lanthorn/views/cells/cell.ts';
import type { ColumnType, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { LiveList } from '../../../data/lists/use-live-list.ts';
import { useScheduleWords, WORDS_GAP } from '../../../parts/schedule/schedule-words.ts';
import { codeWidth, textWidth } from '../../../ui/words/text-width.ts';

/** What a cell has around its text. */
const AROUND = 18;
/** Before the word of a state: its shape. */
const SHAPE = 18;
/** States change while one looks: so long a word has room from the beginning, where the kind has it. */
const LONG_STATE = 'CrashLoopBackOff';
/** Behind a title: where its order is shown. */
const ORDER = 20;
/** Fewer rows, of more, do not tell yet how wide the others are: a list may open at its last row. */
const TELLING = 30;

/** What else there is in lists is as wide in every row, or not told by its text. */
const TEXTS: ReadonlySet<ColumnType> = new Set(['text', 'owner', 'status', 'schedule']);

/**
 * How wide the texts of these columns are, with their titles, in the rows that were told first; nothing before there are any. A column
 * grows with the first rows of another question, and never shrinks: while somebody reads or scrolls it stays as it is.
 */
export function useContentWidths(
  { rows, state, matched, isAwaited }: Pick<LiveList, 'rows' | 'state' | 'matched' | 'isAwaited'>,
  { view, ids, question }: { readonly view: KindView; readonly ids: readonly string[]; readonly question: string },
): ReadonlyMap<string, number> {
  const { t } = useTranslation();
  const hasSchedule = view.columns.some(({ type }) => type === 'schedule');
  const { inWords, isLoaded } = useScheduleWords(hasSchedule);
  const known = useRef<Known>({ key: '', isTelling: false, count: 0, widths: NONE });
  // Rows that are still being read are not all of the first ones.
  const key = rows.size === 0 || isAwaited ? '' : JSON.stringify([question, ids, state.kind === 'loading', isLoaded]);
  return useMemo(() => {
    const { key: last, isTelling, count, widths: before } = known.current;
    if (key === '' || (key === last && (isTelling || rows.size <= count))) return before;
    const objects = [...rows.values()].filter(({ group }) => group === undefined);
    const widths = new Map(before);
    for (const id of ids) {
      const index = columnIndex(view, id);
      const column = view.columns[index];
      if (column === undefined || !TEXTS.has(column.type)) continue;
      const shape = column.type === 'status' ? SHAPE : 0;
      const widthOf = (text: string) =>
        column.type === 'schedule'
          ? codeWidth(text) + textWidth(`${WORDS_GAP}${inWords(text) ?? ''}`)
          : textWidth(text);
      const texts = new Set(objects.map(({ cells }) => cellText((cells[index] ?? null) as Cell)));
      const widest = [...texts].reduce((most, text) => Math.max(most, widthOf(text)), 0);
      const title = textWidth(t(`column.${id}`)) + ORDER;
      const least = shape === 0 ? 0 : Math.min(column.width, AROUND + shape + textWidth(LONG_STATE));
      widths.set(id, Math.max(before.get(id) ?? 0, least, AROUND + Math.max(shape + widest, title)));
    }
    // The same one where nothing grew: the rows are not drawn again for it.
    const isGrown = [...widths].some(([id, width]) => width !== before.get(id));
    const told = isGrown ? widths : before;
    known.current = { key, isTelling: rows.size >= Math.min(matched ?? 0, TELLING), count: rows.size, widths: told };
    return told;
  }, [known, key, rows, matched, ids, view, inWords, t]);
}

/** What was measured last. */
interface Known {
  readonly key: string;
  /** They were as many as tell how wide the others are. */
  readonly isTelling: boolean;
  readonly count: number;
  readonly widths: ReadonlyMap<string, number>;
}

const NONE: ReadonlyMap<string, number> = new Map();
