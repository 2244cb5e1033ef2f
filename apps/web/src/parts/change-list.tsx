import { writeJson } from '@lanthorn/base/json-text.ts';
import { useTranslation } from 'react-i18next';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import { visibleText } from '../ui/words/text.ts';

/** A value this long is told by its beginning; the whole is in the YAML. */
const MAX_TEXT = 300;

/** What differs, field by field: before and after. */
export function ChangeList({ changes }: { readonly changes: readonly TreeChange[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  return (
    <table className="plain-table changes" data-testid="changes">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('changes.field')}</th>
          <th scope="col">{t('changes.before')}</th>
          <th scope="col">{t('changes.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <td className="mono">{visibleText(path)}</td>
            <td className="change-before">
              <ChangeValue value={before} />
            </td>
            <td className="change-after">
              <ChangeValue value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ChangeValue({ value }: { readonly value: unknown }) {
  const { t } = useTranslation();
  if (value === undefined || value === null) return <span className="dim">{t('changes.absent')}</span>;
  const text = typeof value === 'string' ? value : writeJson(value);
  return <code>{visibleText(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)}</code>;
}
