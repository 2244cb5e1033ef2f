import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownLine } from '../../../data/logs/shown-lines.ts';
import { terminalText } from '../../../data/logs/terminal-line.ts';
import type { FoundFields } from '../../../data/logs/use-fields.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { AnsiText } from './ansi-text.tsx';
import { useRows } from './use-rows.ts';

const LINE_HEIGHT = 18;
const OVERSCAN = 20;
/** Characters of a line that are drawn: more than a wide screen holds, less than holds up the page. The download has all. */
const MAX_DRAWN = 5_000;

/** Of a field as a column; the whole line is a press away. */
const MAX_CELL = 1_000;

/** The lines themselves, of which those in sight are drawn. */
export function LogLines({
  lines,
  follow,
  jump,
  fields,
  onOpen,
}: {
  readonly lines: readonly ShownLine[];
  readonly follow: boolean;
  /** Where somebody goes to in them. */
  readonly jump: { readonly to: number } | null;
  /** Shown as columns; null where lines are shown as they are. */
  readonly fields: FoundFields | null;
  /** A line is to be read whole; null where none is. */
  readonly onOpen: (line: ShownLine | null) => void;
}) {
  const { t } = useTranslation();
  const count = lines.length;
  const { scroller, rows, look, scrollTo, scrollNear, scrollToEnd } = useRows({
    count,
    height: LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const isAtEnd = useRef(true);
  const { open, onKey } = useOpenedLine(lines, {
    onOpen,
    onGo: scrollNear,
  });
  useEffect(() => {
    if (follow && isAtEnd.current && count > 0) scrollToEnd();
  }, [follow, count, scrollToEnd]);
  useEffect(() => {
    if (jump === null) return;
    isAtEnd.current = false;
    scrollTo(jump.to);
    // oxlint-disable-next-line react/exhaustive-deps -- who went there is not taken there again
  }, [jump]);
  return (
    // A log scrolls, so the keyboard must reach it: Enter reads its last line whole, arrows the next ones, Escape none.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its keys do what a press on a line does
    <div
      ref={scroller}
      className="log-lines"
      role="log"
      aria-label={t('tab.logs')}
      aria-live="off"
      tabIndex={0}
      data-testid="log"
      onKeyDown={onKey}
      onClick={event => {
        const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
        // Who marks text does not press.
        if (line !== null && getSelection()?.isCollapsed !== false) open(Number(line.dataset['line']));
      }}
      onScroll={event => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < LINE_HEIGHT * 2;
        look();
      }}
    >
      {fields === null ? null : <Head fields={fields} hasBefore={lines.some(({ before }) => before !== '')} />}
      <div style={{ height: count * LINE_HEIGHT, position: 'relative' }}>
        {rows.map(row => (
          <Line key={row} at={row} line={lines[row]} top={row * LINE_HEIGHT} fields={fields} />
        ))}
      </div>
    </div>
  );
}

/** The line that is read whole: opened by a press or by Enter, arrows go on to the next ones, Escape reads none. */
function useOpenedLine(
  lines: readonly ShownLine[],
  { onOpen, onGo }: { readonly onOpen: (line: ShownLine | null) => void; readonly onGo: (at: number) => void },
) {
  const openedAt = useRef<number | null>(null);
  const open = (at: number | null) => {
    const line = at === null ? undefined : lines[at];
    openedAt.current = line === undefined ? null : at;
    onOpen(line === undefined || line.isMark ? null : line);
    if (line !== undefined && at !== null) onGo(at);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = openedAt.current;
    if (event.key === 'Enter') open(at ?? lines.length - 1);
    else if (at === null) return;
    else if (event.key === 'Escape') open(null);
    else if (event.key === 'ArrowDown') open(Math.min(lines.length - 1, at + 1));
    else if (event.key === 'ArrowUp') open(Math.max(0, at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { open, onKey };
}

function Head({ fields, hasBefore }: { readonly fields: FoundFields; readonly hasBefore: boolean }) {
  return (
    <div className="log-head" style={{ gridTemplateColumns: columnsOf(fields.shown.length, hasBefore) }}>
      {hasBefore ? <span /> : null}
      {fields.shown.map(name => (
        <span key={name} title={visibleText(name)}>
          {visibleText(name)}
        </span>
      ))}
    </div>
  );
}

/** What is read in one look is narrow; the last has what is left. */
function columnsOf(count: number, hasBefore: boolean): string {
  return `${hasBefore ? '170px ' : ''}${'170px '.repeat(Math.max(0, count - 1))}minmax(300px, 1fr)`;
}

interface LineProps {
  readonly at: number;
  readonly line: ShownLine | undefined;
  readonly top: number;
  readonly fields: FoundFields | null;
}

function Line({ at, line, top, fields }: LineProps) {
  const { t } = useTranslation();
  if (line === undefined) return null;
  const columns = fields === null || line.source === null ? null : fields.of(line.source);
  const text = terminalText(line.text.slice(0, MAX_DRAWN));
  const more = line.text.length - MAX_DRAWN;
  return (
    <div
      className={`log-line ${line.isMark ? 'log-mark' : `log-${line.level}`}${line.isAround ? ' log-around' : ''}`}
      data-line={at}
      data-columns={columns === null ? undefined : true}
      style={{
        transform: `translateY(${top}px)`,
        ...(fields === null || columns === null
          ? {}
          : { gridTemplateColumns: columnsOf(fields.shown.length, line.before !== '') }),
      }}
    >
      {fields === null || columns === null ? (
        <>
          <AnsiText text={`${line.pen}${text}`} />
          {more > 0 ? <span className="dim"> {t('logs.more', { count: more })}</span> : null}
        </>
      ) : (
        <>
          {line.before === '' ? null : <span>{visibleText(line.before)}</span>}
          {fields.shown.map(name => (
            <span key={name}>{visibleText((columns.get(name) ?? '').slice(0, MAX_CELL))}</span>
          ))}
        </>
      )}
    </div>
  );
}
