import { useTranslation } from 'react-i18next';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Values of one facet that fit beside each other. */
const MAX_SHOWN = 6;

/** A term of a filter as it is written: white space in quotes is part of it. */
const TERM = /(?:[^\s"]|"[^"]*"?)+/g;

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
  const column =
    view.columns.find(entry => entry.type === 'status' && entry.isFacet === true) ??
    view.columns.find(entry => entry.type === 'boolean' && entry.isFacet === true);
  const values = column === undefined ? [] : (facets[column.id] ?? []);
  if (column === undefined || values.length === 0) return null;
  const terms: readonly string[] = filter.match(TERM) ?? [];
  return (
    <div className="facets" role="group" aria-label={t('facets.label')}>
      {values.slice(0, MAX_SHOWN).map(({ value, count }) => {
        const term = `${column.id}=${/\s/.test(value) ? `"${value}"` : value}`;
        const isOn = terms.includes(term);
        const title =
          column.type === 'boolean'
            ? t(value === 'true' ? `facet.${column.id}` : `facet.not.${column.id}`)
            : visibleText(value);
        return (
          <button
            key={value}
            type="button"
            className="facet"
            aria-pressed={isOn}
            onClick={() => onChange((isOn ? terms.filter(entry => entry !== term) : [...terms, term]).join(' '))}
          >
            {`${title} ${count.toLocaleString(i18n.language)}`}
          </button>
        );
      })}
    </div>
  );
}
