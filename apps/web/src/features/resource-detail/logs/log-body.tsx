import { type ReactNode, use, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../data/client/client.ts';
import { usePreferences } from '../../../data/client/use-preferences.ts';
import type { LinePart } from '../../../data/logs/lines/line-chunk.ts';
import { isMark, type LogLine } from '../../../data/logs/lines/log-line.ts';
import { type LogLevel, sumLevels } from '../../../data/logs/lines/log-level.ts';
import type { LineWords } from '../../../data/logs/lines/shown-line.ts';
import { ALL_PATTERNS } from '../../../data/logs/lines/pattern-choice.ts';
import { useChosenLines } from '../../../data/logs/use-chosen-lines.ts';
import { useFields } from '../../../data/logs/use-fields.ts';
import { LogFilterContext } from '../../../data/logs/use-log-filter.ts';
import type { WholeLogFile } from '../../../data/logs/whole-log.ts';
import { usePatterns } from '../../../data/logs/use-patterns.ts';
import { useVolume } from '../../../data/logs/use-volume.ts';
import { useFocusReturn } from '../../../ui/focus/focus-return.ts';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { FieldChooser } from './field-chooser.tsx';
import { LevelFilter } from './level-filter.tsx';
import { LinePlaces, useLinkedLine } from './line-places.tsx';
import { PatternList } from './pattern-list.tsx';
import { LogLines } from './log-lines.tsx';
import { SaveLog } from './save-log.tsx';
import type { KeptChoices } from './choices/use-log-choices.ts';
import { ViewChoices } from './choices/view-choices.tsx';
import { useLogPlaces } from './use-log-places.ts';
import { VolumeChart } from './volume-chart.tsx';
import { WholeLine } from './whole-line.tsx';

interface LogBodyProps {
  readonly parts: readonly LinePart[];
  readonly words: LineWords;
  /** How many older lines are not there any more. */
  readonly dropped: number;
  readonly follow: boolean;
  /** How its lines are shown. */
  readonly choices: KeptChoices;
  /** The same by hand, given whether lines are hidden here. */
  readonly byHand: (isHiding: boolean) => ReactNode;
  readonly status: ReactNode;
  readonly fileName: string;
  /** Where the whole log is, as the clusters have it. */
  readonly whole: readonly WholeLogFile[] | null;
  /** When what writes it was last replaced, as logs have times; '' where nobody knows. */
  readonly changedAt: string;
  /** No more lines come. */
  readonly isEnded: boolean;
  /** The address that leads to a line, where one does. */
  readonly linkOf: (line: LogLine) => string | undefined;
  /** What else is chosen about them, in the same bar. */
  readonly children: ReactNode;
}

/** Lines of a log: those that hold what is looked for, to the end while it is followed, and the whole to take along. */
export function LogBody(props: LogBodyProps) {
  const { parts, words, dropped, follow, status, fileName, whole, changedAt, isEnded, linkOf, children } = props;
  const { t } = useTranslation();
  // Another choice may be another log, with the choices drawn anew.
  useFocusReturn();
  const [wanted, setWanted] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<LogLevel>>(new Set());
  const [hasPatterns, setPatterns] = useState(false);
  const [choice, setChoice] = useState(ALL_PATTERNS);
  const { patterns, idsOf } = usePatterns(parts, { isWanted: hasPatterns, since: changedAt });
  const [hasFields, setFields] = useState(false);
  const [{ timestamps, isWrapped }, setChoices] = props.choices;
  const showPatterns = (isOn: boolean) => {
    setPatterns(isOn);
    setChoice(ALL_PATTERNS);
  };
  const { preferences } = useClient();
  const chosenFields = usePreferences(({ logFields }) => logFields);
  const { lines, isWhole } = useChosenLines(parts, { wanted, words, hidden, choice, idsOf });
  const fields = useFields(lines, { isWanted: hasFields, chosen: chosenFields });
  const { gone, jump, opened, go, open, placeInSight, onSight } = useLogPlaces(lines, dropped);
  const counts = useMemo(() => sumLevels(parts), [parts]);
  const count = parts.reduce((sum, { size }) => sum + size, 0);
  const isAll = isWhole && lines.size === count;
  const isLineMissing = useLinkedLine({ lines, isAll, isEnded }, use(LogFilterContext)?.line, go);
  const volume = useVolume(lines);
  return (
    <>
      <div className="log-bar">
        {children}
        <ViewChoices
          choices={[
            {
              name: 'timestamps',
              isOn: timestamps,
              onChange: isOn => setChoices(all => ({ ...all, timestamps: isOn })),
            },
            { name: 'wrap', isOn: isWrapped, onChange: isOn => setChoices(all => ({ ...all, isWrapped: isOn })) },
            { name: 'asColumns', isOn: hasFields, onChange: setFields },
            { name: 'patterns', isOn: hasPatterns, onChange: showPatterns },
          ]}
        />
        <LevelFilter counts={counts} hidden={hidden} onChange={setHidden} />
        <BareInput
          type="search"
          aria-label={t('logs.find')}
          placeholder={t('logs.find')}
          value={wanted}
          onChange={setWanted}
        />
        {isAll ? null : (
          <span aria-live="polite">{t(isWhole ? 'logs.found' : 'logs.foundYet', { count: lines.size })}</span>
        )}
        <LinePlaces lines={lines} from={placeInSight} onGo={go} />
        <SaveLog {...{ parts, words, fileName, whole }}>
          {props.byHand(hidden.size > 0 || choice !== ALL_PATTERNS)}
        </SaveLog>
      </div>
      {volume === null ? null : <VolumeChart volume={volume} onJump={go} />}
      {fields === null ? null : (
        <FieldChooser fields={fields} onChange={logFields => preferences.change({ logFields: [...logFields] })} />
      )}
      {hasPatterns ? <PatternList patterns={patterns} choice={choice} onChange={setChoice} /> : null}
      <LogLines {...{ lines, words, gone, follow, jump, opened, onSight, fields, isWrapped }} onOpen={open} />
      {opened === null || isMark(opened.line) ? null : (
        <WholeLine
          key={opened.at}
          line={opened.line}
          words={words}
          link={linkOf(opened.line)}
          onClose={() => open(null)}
        />
      )}
      <div className="log-end" role="status">
        {isLineMissing ? <>{t('logs.lineMissing')} </> : null}
        {status}
      </div>
    </>
  );
}
