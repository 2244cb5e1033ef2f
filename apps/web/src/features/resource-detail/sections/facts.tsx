import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { type Cell, isEmpty } from '@lanthorn/views/cells/cell.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import { CellView } from '../../../parts/cell-view.tsx';
import { BreakableText } from '../../../ui/words/breakable-text.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { Facts as FactList } from '../../../ui/data/facts.tsx';
import { ObjectCells } from '../subject/object-cells.tsx';
import { ObjectLink } from '../subject/object-link.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from './section-props.ts';

/** Said in the header of every page, and in its verdict. */
const SAID_ABOVE = ['name', 'namespace', 'age', 'why', 'since'];

/** The list's own cells as facts, so that list and page never disagree. What is nothing has no row; what is not known yet has one. */
export function Facts({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { columns, hiddenFacts = [] } = subject.view;
  const status = columns.find(({ type }) => type === 'status')?.id ?? '';
  const hidden = new Set([...SAID_ABOVE, status, ...hiddenFacts]);
  return (
    <Section title={t('detail.facts')}>
      <ObjectCells subject={subject} object={object}>
        {cells => {
          const facts = subject.view.columns.flatMap((column, i) => {
            const cell = cells[i];
            if (hidden.has(column.id) || (cell !== undefined && isEmpty(cell))) return [];
            const value =
              cell === undefined ? (
                <span className="dim">…</span>
              ) : (
                <CellFact subject={subject} object={object} column={column} cell={cell} />
              );
            return { id: column.id, name: t(`column.${column.id}`), value };
          });
          return <FactList facts={[...facts, { name: t('detail.uid'), value: visibleText(readMeta(object).uid) }]} />;
        }}
      </ObjectCells>
    </Section>
  );
}

/** One that names other objects leads there. */
function CellFact({
  subject,
  object,
  column,
  cell,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly column: ColumnView; readonly cell: Cell | undefined }) {
  const value =
    typeof cell === 'string' ? <BreakableText text={visibleText(cell)} /> : <CellView cell={cell} column={column} />;
  const named = column.refersToEach?.(object) ?? [];
  if (named.length > 0)
    return named.map((reference, i) => (
      <Fragment key={JSON.stringify(reference)}>
        {i === 0 ? '' : ', '}
        <ObjectLink cluster={subject.cluster} reference={reference}>
          {visibleText(reference.name)}
        </ObjectLink>
      </Fragment>
    ));
  const reference = column.refersTo?.(object);
  if (reference === undefined || reference.name === '') return value;
  return (
    <ObjectLink cluster={subject.cluster} reference={reference}>
      {value}
    </ObjectLink>
  );
}
