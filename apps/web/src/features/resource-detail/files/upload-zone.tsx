import { type DragEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pathText } from '@lanthorn/protocol/files/container-path.ts';
import type { FileEntry, FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { type Reason, useOwnReason } from '../../../parts/outcome/reason-field.tsx';
import { upload } from '../../../data/files/file-transfers.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './files.module.css';

interface UploadTarget {
  readonly place: FilePlace;
  readonly path: string;
  readonly entries: readonly FileEntry[];
  readonly onDone: () => void;
}

/** Files that wait for somebody to say why. */
function Unsaid({
  files,
  reason,
  cluster,
  onUpload,
  onLeave,
}: {
  readonly files: readonly File[];
  readonly reason: Reason;
  readonly cluster: string;
  readonly onUpload: () => void;
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation();
  return (
    <form
      aria-label={t('files.why')}
      onSubmit={event => {
        event.preventDefault();
        if (reason.isGiven) onUpload();
      }}
    >
      <p>{t('files.chosen', { names: visibleText(files.map(({ name }) => name).join(', ')) })}</p>
      {reason.field}
      <div className={styles['tools']}>
        <Button
          type="submit"
          variant="primary"
          why={reason.isGiven ? null : t('error.noReason', { cluster: visibleText(cluster) })}
        >
          {t('files.uploadThem')}
        </Button>
        <Button variant="ghost" onClick={onLeave}>
          {t('files.leave')}
        </Button>
      </div>
    </form>
  );
}

/** Files that would take the place of others. */
function There({
  files,
  onAnswer,
}: {
  readonly files: readonly File[];
  readonly onAnswer: (replaces: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Notice tone="warning" role="alert">
      {t('files.there', { names: visibleText(files.map(({ name }) => name).join(', ')) })}{' '}
      <Button onClick={() => onAnswer(true)}>{t('files.replace')}</Button>{' '}
      <Button variant="ghost" onClick={() => onAnswer(false)}>
        {t('files.leave')}
      </Button>
    </Notice>
  );
}

/** Takes files, by a button and where they are dropped. What would take the place of another is asked about. */
export function UploadZone({ children, ...target }: UploadTarget & { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [isOver, setOver] = useState(false);
  const [folders, setFolders] = useState<readonly string[]>([]);
  const reason = useOwnReason(target.place.cluster);
  const [unsaid, setUnsaid] = useState<readonly File[]>([]);
  const uploads = useUploads(target, reason.said.reason);
  const { waiting, answer } = uploads;
  const take = (files: readonly File[]) =>
    reason.field === null ? uploads.take(files) : setUnsaid(withMore(unsaid, files));
  /** What asked is gone: the focus goes back to where it began. */
  const answered = () => {
    setUnsaid([]);
    opener.current?.focus();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = foldersOf(event.dataTransfer.items);
    setFolders(dropped);
    take([...event.dataTransfer.files].filter(({ name }) => !dropped.includes(name)));
  };
  return (
    <div
      className={styles['zone']}
      data-over={isOver || undefined}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={styles['tools']}>
        <Button ref={opener} onClick={() => input.current?.click()}>
          {t('files.upload')}
        </Button>
        <span className="dim">{t('files.drop')}</span>
        <FilesInput input={input} onTake={take} />
      </div>
      {folders.length === 0 ? null : (
        <Notice tone="warning" role="alert">
          {t('files.noFolders', { names: visibleText(folders.join(', ')) })}
        </Notice>
      )}
      {unsaid.length === 0 ? null : (
        <Unsaid
          files={unsaid}
          reason={reason}
          cluster={target.place.cluster}
          onUpload={() => {
            uploads.take(unsaid);
            answered();
          }}
          onLeave={answered}
        />
      )}
      {waiting.length === 0 ? null : (
        <There
          files={waiting}
          onAnswer={replaces => {
            answer(replaces);
            opener.current?.focus();
          }}
        />
      )}
      {children}
    </div>
  );
}

/** One that is chosen again is the newer. */
function withMore(files: readonly File[], more: readonly File[]): readonly File[] {
  const names = new Set(more.map(({ name }) => name));
  return [...files.filter(({ name }) => !names.has(name)), ...more];
}

function FilesInput({
  input,
  onTake,
}: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onTake: (files: readonly File[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      aria-label={t('files.upload')}
      onChange={event => {
        onTake([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }}
    />
  );
}

/** Sends files; those whose names are there wait for an answer. */
function useUploads({ place, path, entries, onDone }: UploadTarget, reason: string | undefined) {
  const [waiting, setWaiting] = useState<readonly File[]>([]);
  const send = async (files: readonly File[], replaces: boolean) => {
    const sent = await Promise.all(files.map(file => upload({ place, folder: path, file, replaces, reason })));
    if (sent.includes(true)) onDone();
  };
  const take = (files: readonly File[]) => {
    const there = new Set(entries.map(({ name }) => name));
    const isThere = ({ name }: File) => there.has(pathText(new TextEncoder().encode(name)));
    setWaiting(before => withMore(before, files.filter(isThere)));
    void send(
      files.filter(file => !isThere(file)),
      false,
    );
  };
  const answer = (replaces: boolean) => {
    setWaiting([]);
    if (replaces) void send(waiting, true);
  };
  return { take, waiting, answer };
}

/** Names of what was dropped and is a folder: a browser hands its files over in another way. */
function foldersOf(items: DataTransferItemList): readonly string[] {
  return [...items].flatMap(item => {
    const entry = item.webkitGetAsEntry();
    return entry?.isDirectory === true ? [entry.name] : [];
  });
}
