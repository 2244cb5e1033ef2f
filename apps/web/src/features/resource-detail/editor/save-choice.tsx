import { useTranslation } from 'react-i18next';
import { FIELD_MANAGER } from '@lanthorn/actions/objects/field-conflicts.ts';
import type { FieldConflict } from '../../../parts/editor/field-conflicts.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** As the smallest patch, or as server-side apply. */
export type SaveWay = 'patch' | 'apply';

export function SaveChoice({ way, onWay }: { readonly way: SaveWay; readonly onWay: (way: SaveWay) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('editor.saveAs')}
      choices={[
        { value: 'patch', text: t('editor.saveAs.patch') },
        { value: 'apply', text: t('editor.saveAs.apply') },
      ]}
      value={way}
      onChange={onWay}
    />
  );
}

interface ConflictsProps {
  readonly conflicts: readonly FieldConflict[];
  readonly taken: ReadonlySet<string>;
  readonly onTake: (field: string, isTaken: boolean) => void;
}

/** Fields that others own and mean otherwise, each to be taken over or left. */
export function SaveConflicts({ conflicts, taken, onTake }: ConflictsProps) {
  const { t } = useTranslation();
  if (conflicts.length === 0) return null;
  const fields = [...new Set(conflicts.map(({ field }) => field))];
  const ownersOf = (wanted: string) => conflicts.filter(({ field }) => field === wanted).map(({ owner }) => owner);
  return (
    <div className="editor-trouble" role="group" aria-label={t('editor.conflicts')}>
      <Notice tone="warning" role="alert">
        {t('editor.conflictsWhy', { manager: FIELD_MANAGER })}
        {fields.map(field => (
          <div key={field}>
            <Checkbox checked={taken.has(field)} onChange={isTaken => onTake(field, isTaken)}>
              {t('editor.take', { owner: visibleText(ownersOf(field).join(', ')), field: visibleText(field) })}
            </Checkbox>
          </div>
        ))}
      </Notice>
    </div>
  );
}
