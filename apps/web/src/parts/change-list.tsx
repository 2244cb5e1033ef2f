import { writeJson } from '@lanthorn/base/json-text.ts';
import { useTranslation } from 'react-i18next';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import { Table } from '../ui/data/table.tsx';
import { visibleText } from '../ui/words/text.ts';

/** A value this long is told by its beginning; the whole is in the YAML. */
const MAX_TEXT = 300;

/** What differs, field by field: before and after. */
export function ChangeList({
  changes,
  titles,
}: {
  readonly changes: readonly TreeChange[];
  /** Where it is not about a time before and after, but about two things. */
  readonly titles?: { readonly before: string; readonly after: string };
}) {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  return (
    <Table
      data-testid="changes"
      columns={[
        { title: t('changes.field') },
        { title: titles?.before ?? t('changes.before') },
        { title: titles?.after ?? t('changes.after') },
      ]}
    >
      {changes.map(({ path, before, after }) => (
        <tr key={path} data-top>
          <td className="mono">{visibleText(path)}</td>
          <td className="change-before">
            <ChangeValue value={before} />
          </td>
          <td className="change-after">
            <ChangeValue value={after} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function ChangeValue({ value }: { readonly value: unknown }) {
  const { t } = useTranslation();
  if (value === undefined || value === null) return <span className="dim">{t('changes.absent')}</span>;
  const text = typeof value === 'string' ? value : writeJson(value);
  return <code>{visibleText(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)}</code>;
}
