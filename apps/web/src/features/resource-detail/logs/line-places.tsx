import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView } from '../../../data/logs/lines/chosen-lines.ts';
import { lineAt, nextError, typedTime } from '../../../data/logs/lines/log-places.ts';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { TextInput } from '../../../ui/form/text-input.tsx';
import { Popover } from '../../../ui/layer/popover.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';

/** Ways to places in a log: the next error, and a time as the reader's clock shows it. */
export function LinePlaces({
  lines,
  from,
  onGo,
}: {
  readonly lines: LineView;
  /** Behind which place the next error is looked for. */
  readonly from: () => number;
  readonly onGo: (line: number) => void;
}) {
  const { t } = useTranslation();
  const { second, dayOf } = useTimeWords();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [said, setSaid] = useState<'noTime' | 'allLater' | 'allEarlier' | 'noError' | null>(null);
  const hasErrors = lines.chosen.some(({ part: { levels } }) => levels.error + levels.fatal > 0);
  const goToError = () => {
    const line = nextError(lines, from());
    setSaid(line === null ? 'noError' : null);
    if (line !== null) onGo(line);
  };
  const goToTime = () => {
    const last = lines.line(lines.size - 1);
    const wanted = typedTime(typed, last === undefined || Number.isNaN(last.ms) ? '' : dayOf(last.ms));
    setWrong(wanted === null);
    if (wanted === null) return setSaid(null);
    const to = lineAt(lines, ({ ms }) => second(ms) >= wanted);
    const line = to === null ? undefined : lines.line(to);
    if (to === null || line === undefined) return setSaid('noTime');
    const isBefore = second(line.ms) < wanted;
    // Its first seconds are a time's own: 14:05 begins with 14:05:00.
    const isBehind = to === 0 && !second(line.ms).startsWith(wanted);
    setSaid(isBefore ? 'allEarlier' : isBehind ? 'allLater' : null);
    return onGo(to);
  };
  return (
    <>
      {hasErrors ? (
        <Button variant="ghost" onClick={goToError}>
          {t('logs.nextError')}
        </Button>
      ) : null}
      <span aria-live="polite">{said === 'noError' ? t('logs.noError') : null}</span>
      <Popover
        label={t('logs.goToTime')}
        width={260}
        trigger={trigger => <IconButton {...trigger} icon="clock" variant="secondary" label={t('logs.goToTime')} />}
      >
        <TextInput
          type="search"
          label={t('logs.goToTime')}
          help={t('logs.goToTimeHelp')}
          error={isWrong ? t('logs.goToTimeHelp') : null}
          value={typed}
          onChange={text => {
            setTyped(text);
            setWrong(false);
            setSaid(null);
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            event.stopPropagation();
            goToTime();
          }}
        />
        <div aria-live="polite">{said === null || said === 'noError' ? null : t(`logs.${said}`)}</div>
      </Popover>
    </>
  );
}

/** Goes once to the line that an address names by its time, when it is there. Whether it is known not to be in this log. */
export function useLinkedLine(
  { lines, isAll, isEnded }: { readonly lines: LineView; readonly isAll: boolean; readonly isEnded: boolean },
  at: string | undefined,
  onGo: (line: number, isLink: boolean) => void,
): boolean {
  const [reached, setReached] = useState<string>();
  const wanted = at === reached ? undefined : at;
  const near = wanted === undefined ? null : lineAt(lines, line => line.at >= wanted);
  const nearAt = near === null ? '' : (lines.line(near)?.at ?? '');
  const place = nearAt === wanted ? near : null;
  useEffect(() => {
    if (wanted === undefined || place === null) return;
    setReached(wanted);
    onGo(place, true);
  }, [wanted, place, onGo]);
  // Lines come in the order of their times.
  return wanted !== undefined && place === null && isAll && (isEnded || nearAt > wanted);
}
