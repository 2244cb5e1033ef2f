import { useTranslation } from 'react-i18next';
import type { OrderedPattern } from '../../../data/logs/pattern-course.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { useShown } from '../../../ui/form/show-more.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { Sparkline } from './sparkline.tsx';

/** Which kinds of lines are shown: one alone, or all but some. */
export interface PatternChoice {
  readonly only: number | null;
  readonly folded: ReadonlySet<number>;
}

export const ALL_PATTERNS: PatternChoice = { only: null, folded: new Set() };

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
  const { shown, more } = useShown(patterns.length, MAX_ROWS);
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

/** Whether a line of this kind is shown; what is of no kind yet is, unless one alone is. */
export function isShownPattern({ only, folded }: PatternChoice, id: number | null): boolean {
  if (only !== null) return id === only;
  return id === null || !folded.has(id);
}
