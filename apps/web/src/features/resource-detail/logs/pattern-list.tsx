import { useTranslation } from 'react-i18next';
import type { PatternChoice } from '../../../data/logs/lines/pattern-choice.ts';
import type { OrderedPattern } from '../../../data/logs/lines/pattern-course.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { Sparkline } from './sparkline.tsx';

const MAX_ROWS = 50;

/** The kinds of lines of a log, what is new and then the rarest first: a press shows one alone, or leaves it out. */
export function PatternList({
  patterns,
  choice,
  onChange,
}: {
  readonly patterns: readonly OrderedPattern[];
  readonly choice: PatternChoice;
  readonly onChange: (choice: PatternChoice) => void;
}) {
  const { t, i18n } = useTranslation();
  const { shown, more } = useShownRows(patterns.length, MAX_ROWS);
  const { only, folded } = choice;
  const fold = (id: number) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    onChange({ only: only === id ? null : only, folded: next });
  };
  return (
    <div className="log-patterns" data-testid="patterns" tabIndex={0} role="region" aria-label={t('logs.patterns')}>
      <Table aria-label={t('logs.patterns')}>
        {patterns.slice(0, shown).map(({ id, template, count, example, counts, isNew }) => (
          <tr key={id} aria-selected={only === id || undefined}>
            <td data-align="right" data-place="state">
              {count.toLocaleString(i18n.language)}
            </td>
            <td data-place="detail">
              <Sparkline counts={counts} />
            </td>
            <td data-place="title">
              {isNew ? <span className="log-new">{t('logs.newPattern')}</span> : null}
              <code title={visibleText(example)} data-dim={folded.has(id) || undefined}>
                {visibleText(template)}
              </code>
            </td>
            <td data-align="right" data-place="when">
              <Button
                variant="ghost"
                aria-pressed={only === id}
                onClick={() => onChange({ folded, only: only === id ? null : id })}
              >
                {t('logs.onlyPattern')}
              </Button>
              <Button variant="ghost" aria-pressed={folded.has(id)} onClick={() => fold(id)}>
                {t('logs.foldPattern')}
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      {more}
    </div>
  );
}
