import { type ReactNode, useMemo, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../ui/text.ts';
import { LogBody } from './log-body.tsx';
import { type LogLines, useLog } from './use-log.ts';

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
  // The last line is open until its newline comes; while empty it is no line.
  const lines = useMemo(() => (log.lines.at(-1) === '' ? log.lines.slice(0, -1) : log.lines), [log.lines]);
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
      <LogBody lines={lines} follow={options.follow} status={endText(log, t)} fileName={`${pod}-${container}`} />
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
