import { useVirtualizer } from '@tanstack/react-virtual';
import { ansiToJson } from 'anser';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../ui/text.ts';
import { type LogLines, useLog } from './use-log.ts';

const LINE_HEIGHT = 18;
const OVERSCAN = 20;
/** The first look at a log; more only when asked. */
const TAIL_LINES = 1_000;

export interface LogViewProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly containers: readonly string[];
  readonly picker: ReactNode;
}

/** A container's log: follow, previous, timestamps; ends with the reason. */
export function LogView({ cluster, namespace, pod, containers, picker }: LogViewProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [options, setOptions] = useState({ follow: true, previous: false, timestamps: false });
  const container = containers.includes(chosen ?? '') ? (chosen ?? '') : (containers.at(-1) ?? '');
  const log = useLog(
    container === '' ? null : { cluster, namespace, pod, container, ...options, tailLines: TAIL_LINES },
  );
  const toggle = (key: keyof typeof options) => (
    <label>
      <input
        type="checkbox"
        checked={options[key]}
        onChange={event => setOptions(before => ({ ...before, [key]: event.target.checked }))}
      />
      {t(`logs.${key}`)}
    </label>
  );
  return (
    <>
      <div className="log-bar">
        {picker}
        {containers.length < 2 ? null : (
          <label>
            {t('logs.container')}
            <select value={container} onChange={event => setChosen(event.target.value)}>
              {containers.map(name => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        {toggle('follow')}
        {toggle('previous')}
        {toggle('timestamps')}
      </div>
      <Lines log={log} follow={options.follow} />
      <div className="log-end" role="status">
        {endText(log, t)}
      </div>
    </>
  );
}

function endText({ end, dropped, lines }: LogLines, t: TFunction): string {
  const parts = dropped > 0 ? [t('logs.dropped', { count: dropped })] : [];
  if (end === null || end === undefined) parts.push(t('logs.open', { count: Math.max(0, lines.length - 1) }));
  else
    parts.push(
      end.reason === 'finished' ? t('logs.finished') : t(`logs.${end.reason}`, { message: visibleText(end.message) }),
    );
  return parts.join(' · ');
}

function Lines({ log, follow }: { readonly log: LogLines; readonly follow: boolean }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // The last line is open until its newline comes; while empty it is no line.
  const count = log.lines.at(-1) === '' ? log.lines.length - 1 : log.lines.length;
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
          <div key={index} className="log-line" style={{ transform: `translateY(${start}px)` }}>
            <AnsiText text={log.lines[index] ?? ''} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Colours of the terminal as classes; every other control character is shown as a symbol. */
function AnsiText({ text }: { readonly text: string }) {
  if (!text.includes('\u001b')) return <>{visibleText(text)}</>;
  return (
    <>
      {ansiToJson(text, { use_classes: true, json: true, remove_empty: true }).map((part, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of a line never change places
        <span key={i} className={part.fg === null ? undefined : part.fg.replace('-bright', '')}>
          {visibleText(part.content)}
        </span>
      ))}
    </>
  );
}
