import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SHOWN_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FilePlace, ShownFile } from '@lanthorn/protocol/files/file-messages.ts';
import { useAsked } from '../../../data/client/use-asked.ts';
import { useClient } from '../../../data/client/client.ts';
import { download, fetchedAddress } from '../../../data/files/file-transfers.ts';
import { draftKey, dropFileDraft, readFileDraft } from '../../../data/files/file-draft.ts';
import { modeText, shownPath } from '../../../data/files/shown-path.ts';
import { Button } from '../../../ui/button/button.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { FocusReturn, useFocusReturn } from '../../../ui/focus/focus-return.ts';
import { useSwappedFocus } from '../../../ui/focus/swapped-focus.ts';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { SegmentedControl } from '../../../ui/tabs/segmented-control.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { FileEditor } from './file-editor.tsx';
import { FileProblem } from './file-problem.tsx';
import { bytesOf, type FileText, hexRows, readText } from './file-text.ts';
import styles from './files.module.css';

const HEX_STEP = 512;

interface FileProps {
  readonly place: FilePlace;
  readonly path: string;
  readonly onBack: () => void;
}

/** A file of a container: as text, as an image, or its bytes. */
export function FileView({ place, path, onBack }: FileProps) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [times, setTimes] = useState(0);
  const reload = () => setTimes(before => before + 1);
  const fresh = useAsked({ ...place, path, times }, ({ times: _times, ...request }) => api.readFile(request));
  // While it is read again, what was there stays, and the focus that is in it.
  const [last, setLast] = useState(fresh);
  if (fresh !== null && fresh !== last) setLast(fresh);
  const asked = fresh ?? last;
  if (asked === null) return <Skeleton lines={10} label={t('detail.loading')} />;
  if ('problem' in asked)
    return (
      <>
        <Notice tone="bad" role="alert">
          <FocusReturn />
          {visibleText(asked.problem)}{' '}
          <Button isBusy={fresh === null} onClick={reload}>
            {t('files.again')}
          </Button>
        </Notice>
        <KeptDraft place={place} path={path} />
      </>
    );
  if ('problem' in asked.answer)
    return (
      <>
        <FileProblem place={place} problem={asked.answer.problem} onRetry={reload} />
        <KeptDraft place={place} path={path} />
      </>
    );
  return <Shown file={asked.answer.file} isAsking={fresh === null} {...{ place, path, times, onBack, reload }} />;
}

/** What was typed before, where it cannot be edited on: to be taken along, or given up. */
function KeptDraft({ place, path }: Pick<FileProps, 'place' | 'path'>) {
  const { t } = useTranslation();
  const key = draftKey(place, path);
  const [draft, setDraft] = useState(() => readFileDraft(key));
  if (draft === null) return null;
  const discard = () => {
    dropFileDraft(key);
    setDraft(null);
  };
  return (
    <>
      <Notice tone="warning">
        <FocusReturn />
        {t('files.draftKept')} <Button onClick={discard}>{t('files.discard')}</Button>
      </Notice>
      <CopyLine text={draft.text} label={t('files.draft')} />
    </>
  );
}

type How = 'text' | 'image' | 'hex';

function Shown({
  file,
  place,
  path,
  times,
  isAsking,
  onBack,
  reload,
}: FileProps & {
  readonly file: ShownFile;
  /** How often it was read again. */
  readonly times: number;
  readonly isAsking: boolean;
  readonly reload: () => void;
}) {
  const { t, i18n } = useTranslation();
  const bytes = useMemo(() => bytesOf(file.base64), [file]);
  const text = useMemo(() => readText(bytes), [bytes]);
  const isImage = file.image !== null;
  const ways: readonly How[] = [
    ...(text === null ? [] : ['text' as const]),
    ...(isImage ? ['image' as const] : []),
    'hex',
  ];
  const [chosen, setChosen] = useState<How | null>(null);
  // What was typed before is there again.
  const [isEdited, setEdited] = useState(() => readFileDraft(draftKey(place, path)) !== null);
  const how = ways.find(one => one === chosen) ?? ways[0] ?? 'hex';
  const editor = useSwappedFocus<HTMLDivElement>(isEdited);
  const editButton = useSwappedFocus<HTMLButtonElement>(isEdited);
  useFocusReturn();
  const end = (isSaved: boolean) => {
    setEdited(false);
    if (isSaved) reload();
  };
  if (isEdited && text !== null && file.hash !== null)
    return <FileEditor ref={editor} {...{ place, path, text, was: file.hash }} onEnd={end} />;
  return (
    <>
      <div className={styles['tools']}>
        <Button onClick={onBack}>{t('files.back')}</Button>
        {ways.length < 2 ? null : (
          <SegmentedControl
            choices={ways.map(value => ({ value, text: t(`files.as.${value}`) }))}
            value={how}
            label={t('files.as')}
            onChange={setChosen}
          />
        )}
        <span className="dim">{factsOf(file, i18n.language)}</span>
        <Button isBusy={isAsking} onClick={reload}>
          {t('files.again')}
        </Button>
        <Button ref={editButton} isBusy={isAsking} why={whyNotEdited(file, text, t)} onClick={() => setEdited(true)}>
          {t('files.edit')}
        </Button>
        <FetchButton place={place} path={path} />
      </div>
      <KeptDraft place={place} path={path} />
      {file.isCut && how !== 'image' ? (
        <Notice tone="warning">{t('files.fileCut', { size: bytesText(MAX_SHOWN_BYTES, i18n.language) })}</Notice>
      ) : null}
      {how === 'text' ? (
        <pre className={styles['text']} tabIndex={0} aria-label={shownPath(path)}>
          {visibleText(text?.text ?? '')}
        </pre>
      ) : how === 'image' ? (
        <ShownImage key={times} place={place} path={path} />
      ) : (
        <Hex bytes={bytes} label={shownPath(path)} />
      )}
    </>
  );
}

function factsOf({ bytes, mode }: ShownFile, language: string): string {
  return [bytes === null ? '' : bytesText(bytes, language), mode === null ? '' : modeText(mode)].join(' ').trim();
}

function whyNotEdited({ hash }: ShownFile, text: FileText | null, t: TFunction): string | null {
  if (text === null) return t('files.noText');
  if (hash === null) return t('files.tooLongToEdit');
  return text.isMixed ? t('files.mixedEnds') : null;
}

function FetchButton({ place, path }: Pick<FileProps, 'place' | 'path'>) {
  const { t } = useTranslation();
  const { api, clock } = useClient();
  const [failed, setFailed] = useState<string | null>(null);
  const fetchIt = () =>
    download({ api, clock }, { ...place, path, as: 'file' }).then(
      problem => setFailed(problem === null ? null : problemWords(problem)),
      (error: unknown) => setFailed(error instanceof Error ? error.message : String(error)),
    );
  return (
    <>
      <Button icon="download" onClick={() => void fetchIt()}>
        {t('files.fetch')}
      </Button>
      {failed === null ? null : (
        <span className="tone-bad" role="alert">
          {visibleText(failed)}
        </span>
      )}
    </>
  );
}

function Hex({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const total = Math.ceil(bytes.length / 16);
  const { shown, more } = useShownRows(total, HEX_STEP);
  return (
    <>
      <pre className={styles['text']} tabIndex={0} aria-label={label}>
        {hexRows(bytes, { from: 0, count: shown }).join('\n')}
      </pre>
      {more}
    </>
  );
}

/** The server draws nothing else than the kinds that hold no script. */
function ShownImage({ place, path }: { readonly place: FilePlace; readonly path: string }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = JSON.stringify({ ...place, path });
  useEffect(() => {
    const id = crypto.randomUUID();
    let isCurrent = true;
    api.fetchFile({ ...(JSON.parse(asked) as FilePlace & { path: string }), id, as: 'image' }).then(
      answer => {
        if (!isCurrent) return;
        if ('problem' in answer) setProblem(problemWords(answer.problem));
        else setAddress(fetchedAddress(id));
      },
      (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, asked]);
  if (problem !== null)
    return (
      <Notice tone="bad" role="alert">
        {visibleText(problem)}
      </Notice>
    );
  return address === null ? (
    <Skeleton lines={6} label={t('detail.loading')} />
  ) : (
    <img
      className={styles['image']}
      src={address}
      alt={shownPath(path)}
      onError={() => setProblem(t('files.imageFailed'))}
    />
  );
}
