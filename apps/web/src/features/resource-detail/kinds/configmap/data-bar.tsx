import { useTranslation } from 'react-i18next';
import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { FocusReturn } from '../../../../ui/focus/focus-return.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { NOTHING } from './data-steps.ts';
import { FileButton } from './file-button.tsx';

/** Below the keys: one more, and what becomes of those that were changed. */
export function DataBar({
  why,
  wrong,
  onAdd,
  change,
}: {
  readonly why: string | null;
  /** What cannot be saved as it is; null where it can. */
  readonly wrong: string | null;
  readonly onAdd: (key: string, value: DataValue) => void;
  /** Null where nothing was changed. */
  readonly change: { readonly save: () => void; readonly discard: () => void } | null;
}) {
  const { t } = useTranslation();
  return (
    <div className="editor-bar">
      <Button why={why} onClick={() => onAdd('', NOTHING)}>
        {t('dataKeys.add')}
      </Button>
      <FileButton why={why} label={t('dataKeys.addFile')} onFile={onAdd} />
      {change === null ? null : (
        <>
          <Button variant="primary" why={why ?? wrong} onClick={change.save}>
            {t('action.object.edit')}
          </Button>
          <Button onClick={change.discard}>{t('editor.discard')}</Button>
          <FocusReturn />
        </>
      )}
    </div>
  );
}
