import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askedBy, exactTerm, exceptTerm, leftOutBy, writtenTerm, writtenTerms } from '@lanthorn/query/filter-parser.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { ColumnView, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Chip } from '../../../ui/data/chip.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { facetText } from './facet-words.ts';
import { useTypedText } from '../../../parts/filter/use-typed-text.ts';

/** Values of one facet that fit beside each other; a press shows the rest. */
const MAX_SHOWN = 6;

/** Characters that fit on a phone. */
const MAX_SHORT = 40;

function stateColumn({ columns }: KindView): ColumnView | undefined {
  const counted = columns.filter(({ isFacet }) => isFacet === true);
  return counted.find(({ type }) => type === 'status') ?? counted.find(({ type }) => type === 'boolean');
}

interface FacetProps {
  readonly facets: Facets;
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

/** The states of what matches, or another of its columns, counted exactly; a press filters by one, with Alt or Shift, or by the key `-`, it leaves one out. */
export function FacetBar({
  view,
  column = stateColumn(view),
  ...rest
}: FacetProps & {
  readonly view: KindView;
  /** Whose values are told, where it is not its state. */
  readonly column?: ColumnView | undefined;
}) {
  return column === undefined ? null : <ColumnFacets column={column} {...rest} />;
}

function ColumnFacets({ column, facets, filter, onChange }: FacetProps & { readonly column: ColumnView }) {
  const { t, i18n } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const { group, keepFocusOn } = useKeptFocus();
  const { values: told, distinct } = facets[column.id] ?? { values: [], distinct: 0 };
  // A chip without a word says nothing: many kinds have objects without a status.
  const [longColumn, setLongColumn] = useState<string | null>(null);
  // What is typed makes them fewer, and the field stays.
  if (distinct > told.length && longColumn !== column.id) setLongColumn(column.id);
  const terms = writtenTerms(filter);
  const values = useOffered(
    column,
    told.filter(({ value }) => value !== ''),
    terms,
  );
  const search = terms.map(term => askedBy(term, column.id, ':')).find(text => text !== null) ?? '';
  const isOn = (value: string) => terms.some(term => askedBy(term, column.id, '=') === value);
  const leftOut = [...new Set(terms.flatMap(term => leftOutBy(term, column.id) ?? []))];
  const without = (operator: ':' | '=', value: string) =>
    terms.filter(term => askedBy(term, column.id, operator) !== value);
  const press = (value: string, { isOther, isByKey }: { readonly isOther: boolean; readonly isByKey: boolean }) => {
    if (isByKey) keepFocusOn(value);
    const isOut = leftOut.includes(value);
    const others = without('=', value).filter(term => leftOutBy(term, column.id) !== value);
    if (isOther) return onChange((isOut ? others : [...others, exceptTerm(column.id, value)]).join(' '));
    if (isOut || isOn(value)) return onChange(others.join(' '));
    // What was looked for is found.
    const kept = others.filter(term => search === '' || askedBy(term, column.id, ':') !== search);
    return onChange([...kept, exactTerm(column.id, value)].join(' '));
  };
  if (values.length === 0 && search === '' && leftOut.length === 0) return null;
  const titleOf = (value: string) => facetText(t, column, value);
  const label = t(column.isCluster === true ? 'column.cluster' : 'facets.label');
  // What filters now stays in sight, so that it can be taken back.
  const shown = values.filter(({ value }, i) => !leftOut.includes(value) && (isWhole || i < MAX_SHOWN || isOn(value)));
  const left = values.filter(({ value }) => !leftOut.includes(value)).length - shown.length;
  return (
    <div ref={group} className="facets" role="group" aria-label={label}>
      {leftOut.map(value => (
        <Chip key={value} value={value} isOn keys="-" title={t('facets.back')} onPress={how => press(value, how)}>
          {t('facets.not')} <b>{titleOf(value)}</b>
        </Chip>
      ))}
      {shown.map(({ value, count }) => (
        <Chip
          key={value}
          value={value}
          isOn={isOn(value)}
          isShort={titleOf(value).length <= MAX_SHORT}
          keys="-"
          title={t('facets.help')}
          onPress={how => press(value, how)}
        >
          <b>{titleOf(value)}</b> {count?.toLocaleString(i18n.language)}
        </Chip>
      ))}
      {left === 0 ? null : (
        <Button variant="link" onClick={() => setWhole(true)}>
          {t('rows.more', { count: left })}
        </Button>
      )}
      {distinct > told.length || longColumn === column.id ? (
        <FacetSearch
          label={t('facets.search', { count: distinct })}
          value={search}
          onChange={text => {
            const others = without(':', search);
            onChange((text === '' ? others : [...others, writtenTerm(column.id, ':', text)]).join(' '));
          }}
        />
      ) : null}
    </div>
  );
}

interface Offered {
  readonly value: string;
  /** Null of what does not match now: how much of it there is, nobody has counted. */
  readonly count: number | null;
}

/** Where some values are asked for, those that were there before can be asked for besides, and stay where they were. */
function useOffered(
  { id }: ColumnView,
  told: readonly { readonly value: string; readonly count: number }[],
  terms: readonly string[],
): readonly Offered[] {
  const others = terms.filter(term => askedBy(term, id, '=') === null);
  const isAsked = others.length < terms.length;
  const scope = `${id} ${others.join(' ')}`;
  const before = useRef<{ readonly scope: string; readonly values: readonly string[] }>({ scope, values: [] });
  if (!isAsked) before.current = { scope, values: told.map(({ value }) => value) };
  const known = before.current.scope === scope ? before.current.values : [];
  if (!isAsked || known.length === 0) return told;
  const counts = new Map(told.map(({ value, count }) => [value, count]));
  return [...new Set([...known, ...counts.keys()])].map(value => ({ value, count: counts.get(value) ?? null }));
}

/** A chip that was pressed may be gone for a moment, and come back elsewhere: whoever came to it by the keys is on it again, unless they went on. */
function useKeptFocus(): {
  readonly group: RefObject<HTMLDivElement | null>;
  readonly keepFocusOn: (value: string) => void;
} {
  const group = useRef<HTMLDivElement>(null);
  const pressed = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (pressed.current === null) return;
    const chips = [...(group.current?.querySelectorAll<HTMLElement>('[data-value]') ?? [])];
    const chip = chips.find(({ dataset }) => dataset['value'] === pressed.current);
    if (document.activeElement === document.body) chip?.focus();
    else if (document.activeElement !== chip) pressed.current = null;
  });
  useEffect(() => {
    const goOn = ({ target }: Event) => {
      if (!(target instanceof Node && group.current?.contains(target) === true)) pressed.current = null;
    };
    addEventListener('pointerdown', goOn, { capture: true });
    addEventListener('keydown', goOn, { capture: true });
    return () => {
      removeEventListener('pointerdown', goOn, { capture: true });
      removeEventListener('keydown', goOn, { capture: true });
    };
  }, []);
  return {
    group,
    keepFocusOn: value => {
      pressed.current = value;
    },
  };
}

/** Of more values than are told, those that hold a text: the list is filtered by it, and its values are counted. */
function FacetSearch({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { text, setText, input } = useTypedText(value, onChange);
  return (
    <BareInput
      ref={input}
      type="search"
      value={text}
      placeholder={label}
      aria-label={label}
      size={label.length}
      spellCheck={false}
      onChange={setText}
    />
  );
}
