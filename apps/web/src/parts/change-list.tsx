import { writeJson } from '@lanthorn/base/json-text.ts';
import { useTranslation } from 'react-i18next';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import { Table } from '../ui/data/table.tsx';
import { visibleText } from '../ui/words/text.ts';

/** A value this long is told by its beginning; the whole is in the YAML. */
const MAX_TEXT = 300;

/** What differs, field by field: before and after, told apart by sign and colour as in any diff. Where there is little room they stand below their field. */
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
  const left = titles?.before ?? t('changes.before');
  const right = titles?.after ?? t('changes.after');
  return (
    <Table data-testid="changes" columns={[{ title: t('changes.field') }, { title: left }, { title: right }]}>
      {changes.map(({ path, before, after }) => (
        <tr key={path} data-top>
          <td data-place="title">
            <code>{visibleText(path)}</code>
          </td>
          <td data-place="detail" data-whole data-title={left} className="change-before">
            <ChangeValue value={before} />
          </td>
          <td data-place="detail" data-whole data-title={right} className="change-after">
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
