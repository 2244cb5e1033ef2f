import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asksExactly, exactTerm, writtenTerms } from '@lanthorn/query/filter-parser.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { Button } from '../../ui/button/button.tsx';
import { Chip } from '../../ui/data/chip.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** Values of one facet that fit beside each other; a press shows the rest. */
const MAX_SHOWN = 6;

/** The states of what matches, counted exactly; a press filters by one. */
export function FacetBar({
  view,
  facets,
  filter,
  onChange,
}: {
  readonly view: KindView;
  readonly facets: Facets;
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const column =
    view.columns.find(entry => entry.type === 'status' && entry.isFacet === true) ??
    view.columns.find(entry => entry.type === 'boolean' && entry.isFacet === true);
  const values = column === undefined ? [] : (facets[column.id] ?? []);
  if (column === undefined || values.length === 0) return null;
  const terms = writtenTerms(filter);
  const isOn = (value: string) => terms.some(term => asksExactly(term, column.id, value));
  // What filters now stays in sight, so that it can be taken back.
  const shown = values.filter(({ value }, i) => isWhole || i < MAX_SHOWN || isOn(value));
  const left = values.length - shown.length;
  return (
    <div className="facets" role="group" aria-label={t('facets.label')}>
      {shown.map(({ value, count }) => {
        const title =
          column.type === 'boolean'
            ? t(value === 'true' ? `facet.${column.id}` : `facet.not.${column.id}`)
            : visibleText(value);
        return (
          <Chip
            key={value}
            isOn={isOn(value)}
            onPress={() => {
              const others = terms.filter(term => !asksExactly(term, column.id, value));
              onChange((isOn(value) ? others : [...terms, exactTerm(column.id, value)]).join(' '));
            }}
          >
            <b>{title}</b> {count.toLocaleString(i18n.language)}
          </Chip>
        );
      })}
      {left === 0 ? null : (
        <Button variant="link" onClick={() => setWhole(true)}>
          {t('rows.more', { count: left })}
        </Button>
      )}
    </div>
  );
}
