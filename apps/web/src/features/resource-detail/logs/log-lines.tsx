import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView } from '../../../data/logs/lines/chosen-lines.ts';
import { isSameLine, type LogLine } from '../../../data/logs/lines/log-line.ts';
import { lineClass, type LineWords, saidText } from '../../../data/logs/lines/shown-line.ts';
import { terminalText } from '../../../data/logs/lines/terminal-line.ts';
import type { FoundFields } from '../../../data/logs/use-fields.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { AnsiText } from './ansi-text.tsx';
import type { LineJump, LinePlace, Sight } from './use-log-places.ts';
import { useRows } from './use-rows.ts';

const LINE_HEIGHT = 18;
/** So near, the end is in sight. */
const NEAR_END = LINE_HEIGHT * 2;
const OVERSCAN = 20;
/** Characters of a line that are drawn: more than a wide screen holds, less than holds up the page. The download has all. */
const MAX_DRAWN = 5_000;

/** As many as can be told apart: the next source has the first again. */
const SOURCE_COLOURS = 6;

/** Of a field as a column; the whole line is a press away. */
const MAX_CELL = 1_000;

interface LogLinesProps {
  readonly lines: LineView;
  readonly words: LineWords;
  /** How many of these lines, the oldest, are not there any more. */
  readonly gone: number;
  readonly follow: boolean;
  /** Where somebody goes to in them. */
  readonly jump: LineJump | null;
  /** The line that is read whole. */
  readonly opened: LinePlace | null;
  /** Told of what is in sight. */
  readonly onSight: (sight: Sight) => void;
  /** Shown as columns; null where lines are shown as they are. */
  readonly fields: FoundFields | null;
  /** Long lines go on below. */
  readonly isWrapped: boolean;
  /** A line is to be read whole; null where none is. */
  readonly onOpen: (place: LinePlace | null) => void;
}

/** The lines themselves, of which those in sight are drawn. */
export function LogLines(props: LogLinesProps) {
  const { lines, words, gone, follow, jump, opened, onSight, fields, isWrapped, onOpen } = props;
  const { t } = useTranslation();
  const count = lines.size;
  const all = useRows({ count, height: LINE_HEIGHT, overscan: OVERSCAN, isWrapped });
  const { scroller, block, rows, total, topOf, look, scrollNear } = all;
  const { first, end } = all.sight;
  useLayoutEffect(() => onSight({ first, end }), [onSight, first, end]);
  const onScroll = useFollowedEnd({ follow, count, gone, jump }, all);
  const { open, onKey } = useOpenedLine({ lines, gone, opened }, { onOpen, onGo: scrollNear });
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
        onScroll(event.currentTarget);
        look();
      }}
    >
      {fields === null ? null : <Head fields={fields} hasBefore={beforeOf(lines.line(0), words) !== ''} />}
      <div className="log-all" style={{ height: total }}>
        <div ref={block} data-wrap={isWrapped || undefined}>
          {rows.map(row => (
            <Line
              key={row}
              at={row}
              line={lines.line(row)}
              top={topOf(row)}
              mark={jump?.line}
              whole={opened?.line}
              {...{ words, fields }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function isEndInSight({ scrollTop, scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_END;
}

/**
 * While the end is in sight, what comes is, too. Who goes up from there reads elsewhere, and goes on at the same lines; that lines came or
 * were wrapped before a scroll is told has moved nobody.
 */
function useFollowedEnd(
  { follow, count, gone, jump }: Pick<LogLinesProps, 'follow' | 'gone' | 'jump'> & { readonly count: number },
  { scroller, scrollTo, scrollToEnd, keepUp }: ReturnType<typeof useRows>,
) {
  const isAtEnd = useRef(true);
  const topBefore = useRef(0);
  useEffect(() => {
    if (follow && isAtEnd.current && count > 0) scrollToEnd();
  }, [follow, count, scrollToEnd]);
  const goneBefore = useRef(gone);
  useLayoutEffect(() => {
    const rows = gone - goneBefore.current;
    goneBefore.current = gone;
    if (rows > 0 && !isAtEnd.current) keepUp(rows);
  }, [gone, keepUp]);
  useEffect(() => {
    if (jump === null) return;
    scrollTo(jump.at - gone);
    // A log that fits on the screen does not scroll: nothing else would tell that its end is in sight.
    isAtEnd.current = !jump.isLink && scroller.current !== null && isEndInSight(scroller.current);
    // oxlint-disable-next-line react/exhaustive-deps -- who went there is not taken there again
  }, [jump]);
  return (element: Element) => {
    isAtEnd.current = isEndInSight(element) || (isAtEnd.current && element.scrollTop >= topBefore.current);
    topBefore.current = element.scrollTop;
  };
}

/** The line that is read whole: opened by a press or by Enter, arrows go on to the next ones, Escape reads none. */
function useOpenedLine(
  { lines, gone, opened }: Pick<LogLinesProps, 'lines' | 'gone' | 'opened'>,
  { onOpen, onGo }: Pick<LogLinesProps, 'onOpen'> & { readonly onGo: (at: number) => void },
) {
  const open = (at: number | null) => {
    const line = at === null ? undefined : lines.line(at);
    if (line === undefined || at === null) return onOpen(null);
    onOpen({ at: at + gone, line });
    return onGo(at);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = opened === null ? null : opened.at - gone;
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

/** What is read in one look is narrow; pods are told apart by the ends of their names; the last has what is left. */
function columnsOf(count: number, hasBefore: boolean): string {
  return `${hasBefore ? 'min(260px, 45vw) ' : ''}${'170px '.repeat(Math.max(0, count - 1))}minmax(300px, 1fr)`;
}

interface LineProps {
  readonly at: number;
  readonly line: LogLine | undefined;
  readonly words: LineWords;
  /** Where somebody went. */
  readonly mark: LogLine | undefined;
  /** The line that is read whole. */
  readonly whole: LogLine | undefined;
  /** Null where it stands below the one before it. */
  readonly top: number | null;
  readonly fields: FoundFields | null;
}

function beforeOf(line: LogLine | undefined, words: LineWords): string {
  return line === undefined ? '' : words.before(line);
}

function Line({ at, line, words, mark, whole, top, fields }: LineProps) {
  const { t } = useTranslation();
  if (line === undefined) return null;
  const columns = fields === null ? null : fields.of(line);
  const before = words.before(line);
  const source = words.source(line);
  const said = saidText(line, words);
  const text = terminalText(said.slice(0, MAX_DRAWN));
  const more = said.length - MAX_DRAWN;
  const late = line.isLate ? (
    <span className="log-late" title={t('logs.lateHelp')}>
      {t('logs.late')}
    </span>
  ) : null;
  const begin =
    before === '' && late === null ? null : (
      <span className="log-before" data-source={source === null ? undefined : source % SOURCE_COLOURS}>
        {visibleText(before)}
        {before === '' ? null : ' '}
        {late}
      </span>
    );
  return (
    <div
      className={lineClass(line)}
      data-line={at}
      data-mark={isSameLine(line, mark) || undefined}
      data-whole={isSameLine(line, whole) || undefined}
      data-columns={columns === null ? undefined : true}
      style={{
        ...(top === null ? {} : { transform: `translateY(${top}px)` }),
        ...(fields === null || columns === null
          ? {}
          : { gridTemplateColumns: columnsOf(fields.shown.length, before !== '') }),
      }}
    >
      {fields === null || columns === null ? (
        <>
          {begin}
          <AnsiText text={`${line.pen}${text}`} />
          {more > 0 ? <span className="dim"> {t('more.characters', { count: more })}</span> : null}
        </>
      ) : (
        <>
          {before === '' ? null : begin}
          {fields.shown.map(name => (
            <span key={name}>{visibleText((columns.get(name) ?? '').slice(0, MAX_CELL))}</span>
          ))}
        </>
      )}
    </div>
  );
}
