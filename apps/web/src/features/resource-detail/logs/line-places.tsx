import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView } from '../../../data/logs/lines/chosen-lines.ts';
import { lineAt, nextError, typedTime } from '../../../data/logs/lines/log-places.ts';
import { Button } from '../../../ui/button/button.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';

/** Ways to places in a log: the next error, and a time as the reader's clock shows it. */
export function LinePlaces({
  lines,
  from,
  onGo,
}: {
  readonly lines: LineView;
  /** Where somebody went last; -1 where nowhere. */
  readonly from: number;
  readonly onGo: (line: number) => void;
}) {
  const { t } = useTranslation();
  const { second, dayOf } = useTimeWords();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const hasErrors = lines.chosen.some(({ part: { levels } }) => levels.error + levels.fatal > 0);
  const go = (line: number | null) => {
    if (line !== null) onGo(line);
  };
  const goToTime = () => {
    const last = lines.line(lines.size - 1);
    const wanted = typedTime(typed, last === undefined || Number.isNaN(last.ms) ? '' : dayOf(last.ms));
    setWrong(wanted === null);
    if (wanted !== null) go(lineAt(lines, ({ ms }) => second(ms) >= wanted));
  };
  return (
    <>
      {hasErrors ? (
        <Button variant="ghost" onClick={() => go(nextError(lines, from))}>
          {t('logs.nextError')}
        </Button>
      ) : null}
      <BareInput
        type="search"
        aria-label={t('logs.goToTime')}
        aria-description={t('logs.goToTimeHelp')}
        aria-invalid={isWrong}
        title={t('logs.goToTimeHelp')}
        placeholder={t('logs.goToTime')}
        value={typed}
        onChange={text => {
          setTyped(text);
          setWrong(false);
        }}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          goToTime();
        }}
      />
    </>
  );
}

/** Goes once to the line that an address names by its time, when it is there. */
export function useLinkedLine(lines: LineView, at: string | undefined, onGo: (line: number) => void): void {
  const [wanted, setWanted] = useState(at);
  useEffect(() => {
    if (wanted === undefined) return;
    const found = lineAt(lines, line => line.at >= wanted);
    if (found === null || lines.line(found)?.at !== wanted) return;
    setWanted(undefined);
    onGo(found);
  }, [lines, wanted, onGo]);
}
