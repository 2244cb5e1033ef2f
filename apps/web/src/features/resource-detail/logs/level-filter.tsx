import { useTranslation } from 'react-i18next';
import { LOG_LEVELS, type LevelCounts, type LogLevel } from '../../../data/logs/lines/log-level.ts';
import { Button } from '../../../ui/button/button.tsx';

/** How many lines there are of each level, each shown or left out by a press. Nothing where no line says its level. */
export function LevelFilter({
  counts,
  hidden,
  onChange,
}: {
  readonly counts: LevelCounts;
  readonly hidden: ReadonlySet<LogLevel>;
  readonly onChange: (hidden: ReadonlySet<LogLevel>) => void;
}) {
  const { t, i18n } = useTranslation();
  const found = LOG_LEVELS.filter(level => counts[level] > 0 || hidden.has(level));
  if (found.every(level => level === 'none')) return null;
  const press = (level: LogLevel) => {
    const next = new Set(hidden);
    if (!next.delete(level)) next.add(level);
    onChange(next);
  };
  return (
    <span role="group" aria-label={t('logs.levels')} className="log-levels">
      {found.map(level => (
        <Button key={level} variant="ghost" aria-pressed={!hidden.has(level)} onClick={() => press(level)}>
          <span className={`log-level log-${level}`}>{t(`logs.level.${level}`)}</span>{' '}
          <span className="dim">{counts[level].toLocaleString(i18n.language)}</span>
        </Button>
      ))}
    </span>
  );
}
