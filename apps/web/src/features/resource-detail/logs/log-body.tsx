import { type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../data/client/client.ts';
import { download } from '../../../data/client/download.ts';
import { usePreferences } from '../../../data/client/use-preferences.ts';
import type { LinePart } from '../../../data/logs/lines/line-chunk.ts';
import type { LogLine } from '../../../data/logs/lines/log-line.ts';
import { type LogLevel, sumLevels } from '../../../data/logs/lines/log-level.ts';
import { lineText, type LineWords } from '../../../data/logs/lines/shown-line.ts';
import { ALL_PATTERNS } from '../../../data/logs/lines/pattern-choice.ts';
import { useChosenLines } from '../../../data/logs/use-chosen-lines.ts';
import { useFields } from '../../../data/logs/use-fields.ts';
import { LogFilterContext } from '../../../data/logs/use-log-filter.ts';
import { usePatterns } from '../../../data/logs/use-patterns.ts';
import { useVolume } from '../../../data/logs/use-volume.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { FieldChooser } from './field-chooser.tsx';
import { LevelFilter } from './level-filter.tsx';
import { LinePlaces, useLinkedLine } from './line-places.tsx';
import { PatternList } from './pattern-list.tsx';
import { LogLines } from './log-lines.tsx';
import { VolumeChart } from './volume-chart.tsx';
import { WholeLine } from './whole-line.tsx';

interface LogBodyProps {
  readonly parts: readonly LinePart[];
  readonly words: LineWords;
  /** How many older lines are not there any more. */
  readonly dropped: number;
  readonly follow: boolean;
  readonly status: ReactNode;
  readonly fileName: string;
  /** When what writes it was last replaced, as logs have times; '' where nobody knows. */
  readonly changedAt: string;
  /** What else is chosen about them, in the same bar. */
  readonly children: ReactNode;
}

/** Lines of a log: those that hold what is looked for, to the end while it is followed, and the whole to take along. */
export function LogBody({ parts, words, dropped, follow, status, fileName, changedAt, children }: LogBodyProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<LogLevel>>(new Set());
  const [hasPatterns, setPatterns] = useState(false);
  const [choice, setChoice] = useState(ALL_PATTERNS);
  const { patterns, idsOf } = usePatterns(parts, { isWanted: hasPatterns, since: changedAt });
  const [jump, setJump] = useState<{ readonly to: number; readonly line: LogLine | undefined } | null>(null);
  const [hasFields, setFields] = useState(false);
  const { preferences } = useClient();
  const chosenFields = usePreferences(({ logFields }) => logFields);
  const { lines, isWhole } = useChosenLines(parts, { wanted, words, hidden, choice, idsOf });
  const fields = useFields(lines, { isWanted: hasFields, chosen: chosenFields });
  const [opened, setOpened] = useState<LogLine | null>(null);
  const go = useCallback((to: number) => setJump({ to, line: lines.line(to) }), [lines]);
  useLinkedLine(lines, use(LogFilterContext)?.line, go);
  const counts = useMemo(() => sumLevels(parts), [parts]);
  const count = parts.reduce((sum, { size }) => sum + size, 0);
  const volume = useVolume(lines);
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
        {isWhole && lines.size === count ? null : (
          <span aria-live="polite">{t(isWhole ? 'logs.found' : 'logs.foundYet', { count: lines.size })}</span>
        )}
        <LinePlaces lines={lines} from={jump?.to ?? -1} onGo={go} />
        <Button disabled={count === 0} onClick={() => save(`${fileName}.log`, parts, words)}>
          {t('logs.download')}
        </Button>
      </div>
      {volume === null ? null : <VolumeChart volume={volume} onJump={go} />}
      {fields === null ? null : (
        <FieldChooser fields={fields} onChange={logFields => preferences.change({ logFields: [...logFields] })} />
      )}
      {hasPatterns ? <PatternList patterns={patterns} choice={choice} onChange={setChoice} /> : null}
      <LogLines {...{ lines, words, dropped }} follow={follow} jump={jump} fields={fields} onOpen={setOpened} />
      {opened === null ? null : <WholeLine line={opened} words={words} onClose={() => setOpened(null)} />}
      <div className="log-end" role="status">
        {status}
      </div>
    </>
  );
}

/** All lines, as they are shown. */
function save(name: string, parts: readonly LinePart[], words: LineWords): void {
  const texts = parts.map(part =>
    Array.from({ length: part.size }, (_, at) => `${lineText(part.line(at), words)}\n`).join(''),
  );
  download(texts, { name, type: 'text/plain' });
}
