import { memo } from 'react';
import { type Cell, isBroken, isEmpty, isSchedule, isStatus } from '@lanthorn/views/cells/cell.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import { RunStrip } from '../ui/status/run-strip.tsx';
import { Status } from '../ui/status/status.tsx';
import { bytesText, coresText } from '../ui/words/quantity-text.ts';
import { visibleText } from '../ui/words/text.ts';
import { Age, Countdown, shortDuration } from '../ui/time/time.tsx';
import { useWords } from '../ui/words/words.tsx';
import { ScheduleText } from './schedule/schedule-text.tsx';

const STRIP_HEIGHT = 18;

/** A fact, formatted by what its column holds. Drawn again only for another one: rows have much in common. */
export const CellView = memo(({ cell, column }: { readonly cell: Cell | undefined; readonly column: ColumnView }) => {
  const { t } = useWords();
  if (cell === undefined || isEmpty(cell)) return <span className="dim">–</span>;
  if (typeof cell === 'object') {
    if (Array.isArray(cell)) return <RunStrip runs={cell} height={STRIP_HEIGHT} />;
    const single = cell as Exclude<typeof cell, readonly unknown[]>;
    if (isBroken(single))
      return (
        <span className="broken" title={visibleText(single.broken)}>
          {t('cell.broken')}
        </span>
      );
    if (isStatus(single)) return <Status tone={single.tone} text={single.status} />;
    if (isSchedule(single)) return <ScheduleText schedule={single.schedule} error={single.error} />;
  }
  if (typeof cell === 'boolean') return <span className={cell ? '' : 'dim'}>{t(cell ? 'yes' : 'no')}</span>;
  if (typeof cell === 'number') return <NumberCell value={cell} column={column} />;
  const text = visibleText(typeof cell === 'string' ? cell : '');
  return <span title={text}>{text}</span>;
});
CellView.displayName = 'CellView';

function NumberCell({ value, column }: { readonly value: number; readonly column: ColumnView }) {
  const { language } = useWords();
  if (column.type === 'time') return column.expires === true ? <Countdown to={value} /> : <Age at={value} />;
  if (column.type === 'quantity') {
    const exact = value.toLocaleString(language, { maximumFractionDigits: 9 });
    return <span title={exact}>{(column.unit === 'bytes' ? bytesText : coresText)(value, language)}</span>;
  }
  if (column.type === 'duration') return <span>{shortDuration(value)}</span>;
  return <span className={value === 0 ? 'dim' : undefined}>{value.toLocaleString(language)}</span>;
}
