import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_LINES } from '@lanthorn/actions/pod/open-files.ts';
import { MAX_SHOWN_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { useOwnReason } from '../../../parts/outcome/reason-field.tsx';
import { useClient } from '../../../data/client/client.ts';
import {
  draftKey,
  dropFileDraft,
  type FileDraft,
  readFileDraft,
  writeFileDraft,
} from '../../../data/files/file-draft.ts';
import { plainPath, shownPath } from '../../../data/files/shown-path.ts';
import { Button } from '../../../ui/button/button.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { Textarea } from '../../../ui/form/textarea.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { type FileText, fieldText, savedBase64 } from './file-text.ts';
import styles from './files.module.css';

interface EditorProps {
  readonly place: FilePlace;
  readonly path: string;
  readonly text: FileText;
  /** Of the bytes that were read. */
  readonly was: string;
  readonly onEnd: (isSaved: boolean) => void;
  readonly ref?: Ref<HTMLDivElement>;
}

/** A small text file, edited and written where it stands, if nobody changed it meanwhile. What was typed stays until it is saved or given up, wherever one goes in this tab. */
export function FileEditor({ place, path, text, was, onEnd, ref }: EditorProps) {
  const { t, i18n } = useTranslation();
  const { api } = useClient();
  const { field, type, isKept, begunWith, drop } = useDraft(draftKey(place, path), { was, text: fieldText(text) });
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const reason = useOwnReason(place.cluster);
  const { cluster, namespace, pod, container } = place;
  const isSame = field === fieldText(text);
  const isTooLong = new TextEncoder().encode(field).length > MAX_SHOWN_BYTES;
  const end = (isSaved: boolean) => {
    drop();
    onEnd(isSaved);
  };
  const save = () => {
    setBusy(true);
    setFailed(null);
    api
      .saveFile({ ...place, ...reason.said, path, was: begunWith, base64: savedBase64(field, text.lineEnd) })
      .then(
        answer => ('problem' in answer ? setFailed(problemWords(answer.problem)) : end(true)),
        (error: unknown) => setFailed(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles['editor']} ref={ref}>
      <Textarea
        label={t('files.editing', { path: shownPath(path) })}
        isCode
        spellCheck={false}
        value={field}
        // What is typed then is not in what is sent, and would be dropped with it.
        readOnly={isBusy}
        onChange={type}
      />
      {failed === null ? null : (
        <Notice tone="bad" role="alert">
          {visibleText(failed)}
        </Notice>
      )}
      {isSame ? null : reason.field}
      <div className={styles['tools']}>
        <Button
          variant="primary"
          isBusy={isBusy}
          why={
            isSame
              ? t('files.unchanged')
              : isTooLong
                ? t('files.tooLong', { size: bytesText(MAX_SHOWN_BYTES, i18n.language) })
                : reason.isGiven
                  ? null
                  : t('error.noReason', { cluster: visibleText(cluster) })
          }
          onClick={save}
        >
          {t('files.save')}
        </Button>
        <Button onClick={() => end(false)}>{t(isSame ? 'files.leave' : 'files.discard')}</Button>
        <span className={isKept ? 'dim' : 'tone-bad'}>{t(isKept ? 'files.saveNote' : 'files.notKept')}</span>
      </div>
      <CopyLine text={FILE_LINES.save({ namespace, name: pod }, cluster, { container, path: plainPath(path) })} />
    </div>
  );
}

/** What is typed, kept with every letter, and the bytes it began with. */
function useDraft(key: string, { text, was }: FileDraft) {
  const [draft] = useState(() => readFileDraft(key));
  const [field, setField] = useState(draft?.text ?? text);
  const [isKept, setKept] = useState(true);
  const begunWith = draft?.was ?? was;
  const type = (typed: string) => {
    setField(typed);
    if (typed === text) dropFileDraft(key);
    else setKept(writeFileDraft(key, { text: typed, was: begunWith }));
  };
  return { field, type, isKept, begunWith, drop: () => dropFileDraft(key) };
}
