import { type DragEvent, type ReactNode, useRef, useState } from 'react';
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
  onUpload,
  onLeave,
}: {
  readonly files: readonly File[];
  readonly reason: Reason;
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
        <Button type="submit" variant="primary" aria-disabled={!reason.isGiven}>
          {t('files.uploadThem')}
        </Button>
        <Button variant="ghost" onClick={onLeave}>
          {t('files.leave')}
        </Button>
      </div>
    </form>
  );
}

/** Takes files, by a button and where they are dropped. What would take the place of another is asked about. */
export function UploadZone({ children, ...target }: UploadTarget & { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [folders, setFolders] = useState<readonly string[]>([]);
  const reason = useOwnReason(target.place.cluster);
  const [unsaid, setUnsaid] = useState<readonly File[]>([]);
  const uploads = useUploads(target, reason.said.reason);
  const { waiting, answer } = uploads;
  const take = (files: readonly File[]) => (reason.field === null ? uploads.take(files) : setUnsaid(files));
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
        <Button onClick={() => input.current?.click()}>{t('files.upload')}</Button>
        <span className="dim">{t('files.drop')}</span>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('files.upload')}
          onChange={event => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
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
          onUpload={() => {
            uploads.take(unsaid);
            setUnsaid([]);
          }}
          onLeave={() => setUnsaid([])}
        />
      )}
      {waiting.length === 0 ? null : (
        <Notice tone="warning" role="alert">
          {t('files.there', { names: visibleText(waiting.map(({ name }) => name).join(', ')) })}{' '}
          <Button onClick={() => answer(true)}>{t('files.replace')}</Button>{' '}
          <Button variant="ghost" onClick={() => answer(false)}>
            {t('files.leave')}
          </Button>
        </Notice>
      )}
      {children}
    </div>
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
    setWaiting(files.filter(isThere));
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
