import { useTranslation } from 'react-i18next';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { problemOf } from '@lanthorn/protocol/error-kinds.ts';
import { refusalText } from '../../../parts/refusal-text.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** Why a text is not saved. */
export interface SaveTrouble {
  readonly text: string;
  /** Somebody else was quicker: the same text, asked about anew, is made of the object as it is now. */
  readonly isOvertaken: boolean;
}

export function troubleOf(text: string): SaveTrouble {
  return { text, isOvertaken: false };
}

export function troubleBy(refusal: Status): SaveTrouble {
  return { text: refusalText(refusal), isOvertaken: problemOf(refusal)?.code === 'overtaken' };
}

/** Why it is not saved, and the way on where there is one. */
export function SaveTroubleNotice({
  trouble,
  onCheck,
}: {
  readonly trouble: SaveTrouble | null;
  readonly onCheck: () => void;
}) {
  const { t } = useTranslation();
  if (trouble === null) return null;
  return (
    <div className="editor-trouble">
      <Notice tone="bad" role="alert">
        {visibleText(trouble.text)}
        {trouble.isOvertaken ? (
          <>
            {' '}
            <Button onClick={onCheck}>{t('editor.checkAgain')}</Button>
          </>
        ) : null}
      </Notice>
    </div>
  );
}
