import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView } from '../../../data/logs/lines/chosen-lines.ts';
import { isMark, type LogLine } from '../../../data/logs/lines/log-line.ts';
import { lineClass, lineText, type LineWords } from '../../../data/logs/lines/shown-line.ts';
import { terminalText } from '../../../data/logs/lines/terminal-line.ts';
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

interface LogLinesProps {
  readonly lines: LineView;
  readonly words: LineWords;
  /** How many older lines are not there any more. */
  readonly dropped: number;
  readonly follow: boolean;
  /** Where somebody goes to in them. */
  readonly jump: { readonly to: number; readonly line: LogLine | undefined } | null;
  /** Shown as columns; null where lines are shown as they are. */
  readonly fields: FoundFields | null;
  /** A line is to be read whole; null where none is. */
  readonly onOpen: (line: LogLine | null) => void;
}

/** The lines themselves, of which those in sight are drawn. */
export function LogLines({ lines, words, dropped, follow, jump, fields, onOpen }: LogLinesProps) {
  const { t } = useTranslation();
  const count = lines.size;
  const { scroller, rows, total, topOf, look, scrollTo, scrollNear, scrollToEnd, keepUp } = useRows({
    count,
    height: LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const onSight = useFollowedEnd({ follow, count, dropped, jump }, { scrollTo, scrollToEnd, keepUp });
  const { open, onKey } = useOpenedLine(lines, {
    onOpen,
    onGo: scrollNear,
  });
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
        onSight(scrollHeight - scrollTop - clientHeight < LINE_HEIGHT * 2);
        look();
      }}
    >
      {fields === null ? null : <Head fields={fields} hasBefore={beforeOf(lines.line(0), words) !== ''} />}
      <div style={{ height: total, position: 'relative' }}>
        {rows.map(row => (
          <Line key={row} at={row} line={lines.line(row)} top={topOf(row)} mark={jump?.line} {...{ words, fields }} />
        ))}
      </div>
    </div>
  );
}

/** While the end is in sight, which it is to be told, what comes is, too. Who reads elsewhere goes on at the same lines. */
function useFollowedEnd(
  { follow, count, dropped, jump }: Pick<LogLinesProps, 'follow' | 'dropped' | 'jump'> & { readonly count: number },
  { scrollTo, scrollToEnd, keepUp }: Pick<ReturnType<typeof useRows>, 'scrollTo' | 'scrollToEnd' | 'keepUp'>,
) {
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (follow && isAtEnd.current && count > 0) scrollToEnd();
  }, [follow, count, scrollToEnd]);
  const droppedBefore = useRef(dropped);
  useLayoutEffect(() => {
    const gone = dropped - droppedBefore.current;
    droppedBefore.current = dropped;
    if (gone > 0 && !isAtEnd.current) keepUp(gone);
  }, [dropped, keepUp]);
  useEffect(() => {
    if (jump === null) return;
    isAtEnd.current = false;
    scrollTo(jump.to);
    // oxlint-disable-next-line react/exhaustive-deps -- who went there is not taken there again
  }, [jump]);
  return (isEnd: boolean) => void (isAtEnd.current = isEnd);
}

/** The line that is read whole: opened by a press or by Enter, arrows go on to the next ones, Escape reads none. */
function useOpenedLine(
  lines: LineView,
  { onOpen, onGo }: { readonly onOpen: (line: LogLine | null) => void; readonly onGo: (at: number) => void },
) {
  const openedAt = useRef<number | null>(null);
  const open = (at: number | null) => {
    const line = at === null ? undefined : lines.line(at);
    openedAt.current = line === undefined ? null : at;
    onOpen(line === undefined || isMark(line) ? null : line);
    if (line !== undefined && at !== null) onGo(at);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = openedAt.current;
    if (event.key === 'Enter') open(at ?? lines.size - 1);
    else if (at === null) return;
    else if (event.key === 'Escape') open(null);
    else if (event.key === 'ArrowDown') open(Math.min(lines.size - 1, at + 1));
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
  readonly line: LogLine | undefined;
  readonly words: LineWords;
  /** Where somebody went. */
  readonly mark: LogLine | undefined;
  readonly top: number;
  readonly fields: FoundFields | null;
}

function isSameLine(line: LogLine, other: LogLine | undefined): boolean {
  return line.at === other?.at && line.stream === other.stream && line.text === other.text;
}

function beforeOf(line: LogLine | undefined, words: LineWords): string {
  return line === undefined ? '' : words.before(line);
}

function Line({ at, line, words, mark, top, fields }: LineProps) {
  const { t } = useTranslation();
  if (line === undefined) return null;
  const columns = fields === null ? null : fields.of(line);
  const before = words.before(line);
  const whole = lineText(line, words);
  const text = terminalText(whole.slice(0, MAX_DRAWN));
  const more = whole.length - MAX_DRAWN;
  return (
    <div
      className={lineClass(line)}
      data-line={at}
      data-mark={isSameLine(line, mark) || undefined}
      data-columns={columns === null ? undefined : true}
      style={{
        transform: `translateY(${top}px)`,
        ...(fields === null || columns === null
          ? {}
          : { gridTemplateColumns: columnsOf(fields.shown.length, before !== '') }),
      }}
    >
      {fields === null || columns === null ? (
        <>
          <AnsiText text={`${line.pen}${text}`} />
          {more > 0 ? <span className="dim"> {t('logs.more', { count: more })}</span> : null}
        </>
      ) : (
        <>
          {before === '' ? null : <span>{visibleText(before)}</span>}
          {fields.shown.map(name => (
            <span key={name}>{visibleText((columns.get(name) ?? '').slice(0, MAX_CELL))}</span>
          ))}
        </>
      )}
    </div>
  );
}
