import { useWords } from '../words/words.tsx';
import { Icon } from '../marks/icon.tsx';
import type { GridGroup } from './grid-props.ts';

/** Before the rows of a group: what they have in common, and how many there are. A press folds it. */
export function GroupRow({
  index,
  top,
  template,
  group,
  isFocused,
  columns,
  onFold,
}: {
  readonly index: number;
  readonly top: number;
  /** Null where rows have two lines. */
  readonly template: string | null;
  readonly group: GridGroup;
  readonly isFocused: boolean;
  readonly columns: number;
  readonly onFold: () => void;
}) {
  const { language } = useWords();
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys reach rows through the grid's own handler
    <div
      id={`grid-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={!group.isFolded}
      className={`grid-row grid-group${isFocused ? ' is-focused' : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template ?? undefined }}
      onClick={onFold}
    >
      <span role="gridcell" className="grid-check" aria-colspan={1}>
        <span className="grid-fold">
          <Icon name="chevron-down" />
        </span>
      </span>
      <span role="gridcell" aria-colspan={columns + 1} className="grid-cell grid-group-title">
        <b>{group.title}</b> <span className="count">{group.count.toLocaleString(language)}</span>
      </span>
    </div>
  );
}
