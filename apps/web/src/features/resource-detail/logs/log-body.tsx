import { useVirtualizer } from '@tanstack/react-virtual';
import { ansiToJson } from 'anser';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../data/client/client.ts';
import { usePreferences } from '../../../data/client/use-preferences.ts';
import { countLevels } from '../../../data/logs/line-levels.ts';
import type { LogLevel } from '../../../data/logs/log-level.ts';
import type { LogLine } from '../../../data/logs/log-model.ts';
import { plainText, terminalText } from '../../../data/logs/terminal-line.ts';
import { logVolume } from '../../../data/logs/log-volume.ts';
import { orderedPatterns, patternCourses } from '../../../data/logs/pattern-course.ts';
import { type FoundFields, useFields } from '../../../data/logs/use-fields.ts';
import { usePatterns } from '../../../data/logs/use-patterns.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { FieldChooser } from './field-chooser.tsx';
import { LevelFilter } from './level-filter.tsx';
import { ALL_PATTERNS, isShownPattern, PatternList } from './pattern-list.tsx';
import { VolumeChart } from './volume-chart.tsx';
import { WholeLine } from './whole-line.tsx';

const LINE_HEIGHT = 18;
const OVERSCAN = 20;
/** Characters of a line that are drawn: more than a wide screen holds, less than holds up the page. The download has all. */
const MAX_DRAWN = 5_000;

/** Of a field as a column; the whole line is a press away. */
const MAX_CELL = 1_000;

export interface ShownLine {
  readonly text: string;
  /** What the container wrote of it, without a time or a name before it. */
  readonly body: string;
  readonly level: LogLevel;
  /** When it was written, as logs have it; '' where nobody knows. */
  readonly at: string;
  /** The whole line; null while it may go on. */
  readonly source: LogLine | null;
  /** Colours that are on at its beginning, as a terminal's codes. */
  readonly pen: string;
  /** Not of the log: what happened between two lines of it. */
  readonly isMark: boolean;
  /** Not asked for, but next to a line that was. */
  readonly isAround: boolean;
}

/** Lines of a log: those that hold what is looked for, to the end while it is followed, and the whole to take along. */
export function LogBody({
  lines,
  follow,
  status,
  fileName,
  changedAt,
  children,
}: {
  readonly lines: readonly ShownLine[];
  readonly follow: boolean;
  readonly status: ReactNode;
  readonly fileName: string;
  /** When what writes it was last replaced, as logs have times; '' where nobody knows. */
  readonly changedAt: string;
  /** What else is chosen about them, in the same bar. */
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<LogLevel>>(new Set());
  const [hasPatterns, setPatterns] = useState(false);
  const [choice, setChoice] = useState(ALL_PATTERNS);
  const sources = useMemo(() => lines.map(({ source }) => source), [lines]);
  const { patterns, of: patternOf } = usePatterns(sources, hasPatterns);
  const ordered = useMemo(() => {
    if (!hasPatterns) return [];
    const courses = patternCourses(sources, patternOf, logVolume(lines));
    return orderedPatterns(patterns, courses, changedAt);
  }, [hasPatterns, sources, patternOf, lines, patterns, changedAt]);
  const [jump, setJump] = useState<{ readonly to: number } | null>(null);
  const [hasFields, setFields] = useState(false);
  const { preferences } = useClient();
  const chosenFields = usePreferences(({ logFields }) => logFields);
  const fields = useFields(sources, { isWanted: hasFields, chosen: chosenFields });
  const [opened, setOpened] = useState<ShownLine | null>(null);
  const counts = useMemo(() => countLevels(lines.flatMap(({ level, isMark }) => (isMark ? [] : [level]))), [lines]);
  const found = useMemo(() => {
    const needle = wanted.toLowerCase();
    const isChosen = ({ level, source, isMark }: ShownLine) =>
      isMark || (!hidden.has(level) && isShownPattern(choice, patternOf(source)));
    const ofLevel = hidden.size === 0 && choice === ALL_PATTERNS ? lines : lines.filter(isChosen);
    return needle === '' ? ofLevel : ofLevel.filter(({ text }) => plainText(text).toLowerCase().includes(needle));
  }, [lines, wanted, hidden, choice, patternOf]);
  const volume = useMemo(() => logVolume(found), [found]);
  const download = () => {
    const url = URL.createObjectURL(
      new Blob([`${lines.map(({ text }) => text).join('\n')}\n`], { type: 'text/plain' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName}.log`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <div className="log-bar">
        {children}
        <Checkbox
          checked={hasPatterns}
          onChange={isOn => {
            setPatterns(isOn);
            setChoice(ALL_PATTERNS);
          }}
        >
          {t('logs.patterns')}
        </Checkbox>
        <Checkbox checked={hasFields} onChange={setFields}>
          {t('logs.asColumns')}
        </Checkbox>
        <LevelFilter counts={counts} hidden={hidden} onChange={setHidden} />
        <BareInput
          type="search"
          aria-label={t('logs.find')}
          placeholder={t('logs.find')}
          value={wanted}
          onChange={setWanted}
        />
        {found.length === lines.length ? null : (
          <span aria-live="polite">{t('logs.found', { count: found.length })}</span>
        )}
        <Button disabled={lines.length === 0} onClick={download}>
          {t('logs.download')}
        </Button>
      </div>
      {volume === null ? null : <VolumeChart volume={volume} onJump={to => setJump({ to })} />}
      {fields === null ? null : (
        <FieldChooser fields={fields} onChange={logFields => preferences.change({ logFields: [...logFields] })} />
      )}
      {hasPatterns ? <PatternList patterns={ordered} choice={choice} onChange={setChoice} /> : null}
      <Lines lines={found} follow={follow} jump={jump} fields={fields} onOpen={setOpened} />
      {opened === null ? null : <WholeLine text={opened.body} onClose={() => setOpened(null)} />}
      <div className="log-end" role="status">
        {status}
      </div>
    </>
  );
}

function Lines({
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
  const scroller = useRef<HTMLDivElement>(null);
  const count = lines.length;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const isAtEnd = useRef(true);
  const openedAt = useRef<number | null>(null);
  const open = (at: number | null) => {
    const line = at === null ? undefined : lines[at];
    openedAt.current = line === undefined ? null : at;
    onOpen(line === undefined || line.isMark ? null : line);
    if (line !== undefined && at !== null) virtualizer.scrollToIndex(at, { align: 'auto' });
  };
  const onKey = (event: KeyboardEvent) => {
    const at = openedAt.current;
    if (event.key === 'Enter') open(at ?? count - 1);
    else if (at === null) return;
    else if (event.key === 'Escape') open(null);
    else if (event.key === 'ArrowDown') open(Math.min(count - 1, at + 1));
    else if (event.key === 'ArrowUp') open(Math.max(0, at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    if (follow && isAtEnd.current && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' });
  }, [follow, count, virtualizer]);
  useEffect(() => {
    if (jump === null) return;
    isAtEnd.current = false;
    virtualizer.scrollToIndex(jump.to, { align: 'start' });
    // oxlint-disable-next-line react/exhaustive-deps -- who went there is not taken there again
  }, [jump]);
  const template = fields === null ? undefined : columnsOf(fields.shown.length);
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
      }}
    >
      {fields === null ? null : (
        <div className="log-head" style={{ gridTemplateColumns: template }}>
          {fields.shown.map(name => (
            <span key={name} title={visibleText(name)}>
              {visibleText(name)}
            </span>
          ))}
        </div>
      )}
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Line key={index} at={index} line={lines[index]} top={start} fields={fields} />
        ))}
      </div>
    </div>
  );
}

/** What is read in one look is narrow; the last has what is left. */
function columnsOf(count: number): string {
  return `repeat(${Math.max(0, count - 1)}, 170px) minmax(300px, 1fr)`;
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
        ...(fields === null || columns === null ? {} : { gridTemplateColumns: columnsOf(fields.shown.length) }),
      }}
    >
      {fields === null || columns === null ? (
        <>
          <AnsiText text={`${line.pen}${text}`} />
          {more > 0 ? <span className="dim"> {t('logs.more', { count: more })}</span> : null}
        </>
      ) : (
        fields.shown.map(name => <span key={name}>{visibleText((columns.get(name) ?? '').slice(0, MAX_CELL))}</span>)
      )}
    </div>
  );
}

/** Colours of the terminal as classes; every other control character is shown as a symbol. */
function AnsiText({ text }: { readonly text: string }) {
  if (!text.includes('\u001b')) return <>{visibleText(text)}</>;
  return (
    <>
      {ansiToJson(text, { use_classes: true, json: true, remove_empty: true }).map((part, i) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- the parts of a line never change places
          key={i}
          className={`${part.fg?.replace('-bright', '') ?? ''} ${part.decorations.map(name => `ansi-${name}`).join(' ')}`.trim()}
        >
          {visibleText(part.content)}
        </span>
      ))}
    </>
  );
}
