import { useVirtualizer } from '@tanstack/react-virtual';
import { ansiToJson } from 'anser';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainText, terminalText } from '../../../data/logs/terminal-line.ts';
import { Button } from '../../../ui/button/button.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { visibleText } from '../../../ui/words/text.ts';

const LINE_HEIGHT = 18;
const OVERSCAN = 20;
/** Characters of a line that are drawn: more than a wide screen holds, less than holds up the page. The download has all. */
const MAX_DRAWN = 5_000;

export interface ShownLine {
  readonly text: string;
  /** Colours that are on at its beginning, as a terminal's codes. */
  readonly pen: string;
  /** Not of the log: what happened between two lines of it. */
  readonly isMark: boolean;
}

/** Lines of a log: those that hold what is looked for, to the end while it is followed, and the whole to take along. */
export function LogBody({
  lines,
  follow,
  status,
  fileName,
  children,
}: {
  readonly lines: readonly ShownLine[];
  readonly follow: boolean;
  readonly status: ReactNode;
  readonly fileName: string;
  /** What else is chosen about them, in the same bar. */
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const found = useMemo(() => {
    const needle = wanted.toLowerCase();
    return needle === '' ? lines : lines.filter(({ text }) => plainText(text).toLowerCase().includes(needle));
  }, [lines, wanted]);
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
        <BareInput
          type="search"
          aria-label={t('logs.find')}
          placeholder={t('logs.find')}
          value={wanted}
          onChange={setWanted}
        />
        {wanted === '' ? null : <span aria-live="polite">{t('logs.found', { count: found.length })}</span>}
        <Button disabled={lines.length === 0} onClick={download}>
          {t('logs.download')}
        </Button>
      </div>
      <Lines lines={found} follow={follow} />
      <div className="log-end" role="status">
        {status}
      </div>
    </>
  );
}

function Lines({ lines, follow }: { readonly lines: readonly ShownLine[]; readonly follow: boolean }) {
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
  useEffect(() => {
    if (follow && isAtEnd.current && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' });
  }, [follow, count, virtualizer]);
  return (
    // A log scrolls, so the keyboard must reach it.
    <div
      ref={scroller}
      className="log-lines"
      role="log"
      aria-label={t('tab.logs')}
      aria-live="off"
      tabIndex={0}
      data-testid="log"
      onScroll={event => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < LINE_HEIGHT * 2;
      }}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Line key={index} line={lines[index]} top={start} />
        ))}
      </div>
    </div>
  );
}

function Line({ line, top }: { readonly line: ShownLine | undefined; readonly top: number }) {
  const { t } = useTranslation();
  if (line === undefined) return null;
  const text = terminalText(line.text.slice(0, MAX_DRAWN));
  const more = line.text.length - MAX_DRAWN;
  return (
    <div className={line.isMark ? 'log-line log-mark' : 'log-line'} style={{ transform: `translateY(${top}px)` }}>
      <AnsiText text={`${line.pen}${text}`} />
      {more > 0 ? <span className="dim"> {t('logs.more', { count: more })}</span> : null}
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
