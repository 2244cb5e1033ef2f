import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../data/client/client.ts';
import { download } from '../../../data/client/download.ts';
import { usePreferences } from '../../../data/client/use-preferences.ts';
import { countLevels } from '../../../data/logs/line-levels.ts';
import type { LogLevel } from '../../../data/logs/log-level.ts';
import { plainText } from '../../../data/logs/terminal-line.ts';
import { logVolume } from '../../../data/logs/log-volume.ts';
import type { ShownLine } from '../../../data/logs/shown-lines.ts';
import { useFields } from '../../../data/logs/use-fields.ts';
import { type FoundPatterns, usePatterns } from '../../../data/logs/use-patterns.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { FieldChooser } from './field-chooser.tsx';
import { LevelFilter } from './level-filter.tsx';
import { ALL_PATTERNS, isShownPattern, type PatternChoice, PatternList } from './pattern-list.tsx';
import { LogLines } from './log-lines.tsx';
import { VolumeChart } from './volume-chart.tsx';
import { WholeLine } from './whole-line.tsx';

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
  const { patterns, of: patternOf } = usePatterns(lines, { isWanted: hasPatterns, since: changedAt });
  const [jump, setJump] = useState<{ readonly to: number } | null>(null);
  const [hasFields, setFields] = useState(false);
  const { preferences } = useClient();
  const chosenFields = usePreferences(({ logFields }) => logFields);
  const sources = useMemo(() => (hasFields ? lines.map(({ source }) => source) : []), [lines, hasFields]);
  const fields = useFields(sources, { isWanted: hasFields, chosen: chosenFields });
  const [opened, setOpened] = useState<ShownLine | null>(null);
  const counts = useMemo(() => countLevels(lines), [lines]);
  const found = useMemo(
    () => chosenLines(lines, { wanted, hidden, choice, patternOf }),
    [lines, wanted, hidden, choice, patternOf],
  );
  const volume = useMemo(() => logVolume(found), [found]);
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
        <Button disabled={lines.length === 0} onClick={() => save(`${fileName}.log`, lines)}>
          {t('logs.download')}
        </Button>
      </div>
      {volume === null ? null : <VolumeChart volume={volume} onJump={to => setJump({ to })} />}
      {fields === null ? null : (
        <FieldChooser fields={fields} onChange={logFields => preferences.change({ logFields: [...logFields] })} />
      )}
      {hasPatterns ? <PatternList patterns={patterns} choice={choice} onChange={setChoice} /> : null}
      <LogLines lines={found} follow={follow} jump={jump} fields={fields} onOpen={setOpened} />
      {opened === null ? null : <WholeLine text={opened.body} onClose={() => setOpened(null)} />}
      <div className="log-end" role="status">
        {status}
      </div>
    </>
  );
}

/** All lines, as they are shown. */
function save(name: string, lines: readonly ShownLine[]): void {
  download(`${lines.map(({ text }) => text).join('\n')}\n`, { name, type: 'text/plain' });
}

interface LineChoice {
  readonly wanted: string;
  readonly hidden: ReadonlySet<LogLevel>;
  readonly choice: PatternChoice;
  readonly patternOf: FoundPatterns['of'];
}

/** Those of the chosen levels and kinds that hold what is looked for. */
function chosenLines(lines: readonly ShownLine[], { wanted, hidden, choice, patternOf }: LineChoice) {
  const needle = wanted.toLowerCase();
  const isChosen = ({ level, source, isMark }: ShownLine) =>
    isMark || (!hidden.has(level) && isShownPattern(choice, patternOf(source)));
  const ofLevel = hidden.size === 0 && choice === ALL_PATTERNS ? lines : lines.filter(isChosen);
  return needle === '' ? ofLevel : ofLevel.filter(({ text }) => plainText(text).toLowerCase().includes(needle));
}
