import { useTranslation } from 'react-i18next';
import { useClient } from '../../../data/client/client.ts';
import { Select } from '../../../ui/choice/select.tsx';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds back from now. */
const BACK = [5 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];
const NEWEST = '';
const LINKED = 'linked';

/** From when on a log is read: its newest lines, or what was written since. */
export interface LogSince {
  readonly seconds: string;
  /** RFC 3339, whole seconds; undefined where it is the newest lines. */
  readonly time: string | undefined;
}

export const NEWEST_LINES: LogSince = { seconds: NEWEST, time: undefined };

export function LogSinceChoice({
  since,
  isLinked,
  onChange,
}: {
  readonly since: LogSince;
  /** It is read from the line on that a link leads to. */
  readonly isLinked: boolean;
  readonly onChange: (since: LogSince) => void;
}) {
  const { t } = useTranslation();
  const { clock } = useClient();
  const wordOf = (seconds: number) =>
    seconds < HOUR
      ? t('logs.sinceMinutes', { count: seconds / MINUTE })
      : t('logs.sinceHours', { count: seconds / HOUR });
  const choose = (seconds: string) => {
    if (seconds === NEWEST) return onChange(NEWEST_LINES);
    const from = new Date(clock.now() - Number(seconds) * 1_000);
    return onChange({ seconds, time: from.toISOString().replace(/\.\d+/, '') });
  };
  return (
    <Select
      aria-label={t('logs.since')}
      choices={[
        ...(isLinked ? [{ value: LINKED, text: t('logs.sinceLinked') }] : []),
        { value: NEWEST, text: t('logs.newest') },
        ...BACK.map(seconds => ({ value: String(seconds), text: wordOf(seconds) })),
      ]}
      value={isLinked ? LINKED : since.seconds}
      onChange={choose}
    />
  );
}
