import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pathIn, pathOfLink } from '@lanthorn/protocol/files/container-path.ts';
import { MAX_ENTRIES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FileEntry, FilePlace, Folder } from '@lanthorn/protocol/files/file-messages.ts';
import { useAsked } from '../../../data/client/use-asked.ts';
import { useClient } from '../../../data/client/client.ts';
import { download } from '../../../data/files/file-transfers.ts';
import { Button } from '../../../ui/button/button.tsx';
import { FocusReturn, useFocusReturn } from '../../../ui/focus/focus-return.ts';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { Table, type TableColumn } from '../../../ui/data/table.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { plainPath, shownPath } from '../../../data/files/shown-path.ts';
import { FileRow } from './file-row.tsx';
import { FileProblem } from './file-problem.tsx';
import { UploadZone } from './upload-zone.tsx';
import styles from './files.module.css';

/** Drawn at a time. */
const STEP = 300;

/** What is in a folder, and the way for files into it. */
export function FolderView({
  place,
  path,
  onFolder,
  onFile,
}: {
  readonly place: FilePlace;
  readonly path: string;
  readonly onFolder: (path: string) => void;
  readonly onFile: (path: string) => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [times, setTimes] = useState(0);
  const reload = () => setTimes(before => before + 1);
  const fresh = useAsked({ ...place, path, times }, ({ times: _times, ...request }) => api.listFiles(request));
  // While it is read again, what was there stays, and what was asked beside it.
  const [last, setLast] = useState(fresh);
  if (fresh !== null && fresh !== last) setLast(fresh);
  const asked = fresh ?? last;
  if (asked === null) return <Skeleton lines={10} label={t('detail.loading')} />;
  if ('problem' in asked)
    return (
      <Notice tone="bad" role="alert">
        <FocusReturn />
        {visibleText(asked.problem)} <Button onClick={reload}>{t('files.again')}</Button>
      </Notice>
    );
  if ('problem' in asked.answer) return <FileProblem place={place} problem={asked.answer.problem} onRetry={reload} />;
  const { folder } = asked.answer;
  return <Listing {...{ place, path, folder, onFolder, onFile, reload }} />;
}

function Listing({
  place,
  path,
  folder,
  onFolder,
  onFile,
  reload,
}: {
  readonly place: FilePlace;
  readonly path: string;
  readonly folder: Folder;
  readonly onFolder: (path: string) => void;
  readonly onFile: (path: string) => void;
  readonly reload: () => void;
}) {
  const { t } = useTranslation();
  const { api, clock } = useClient();
  const [wanted, setWanted] = useState('');
  useFocusReturn();
  const [failed, setFailed] = useState<string | null>(null);
  const entries = sorted(folder.entries).filter(({ name }) =>
    plainPath(name).toLowerCase().includes(wanted.toLowerCase()),
  );
  const { shown, more } = useShownRows(entries.length, STEP);
  const fetchIt = (at: string, as: 'file' | 'archive') => {
    setFailed(null);
    download({ api, clock }, { ...place, path: at, as }).then(
      problem => setFailed(problem === null ? null : problemWords(problem)),
      (error: unknown) => setFailed(error instanceof Error ? error.message : String(error)),
    );
  };
  const open = (entry: FileEntry) => {
    const at = pathIn(path, entry.name);
    if (entry.leadsTo === 'folder') onFolder(entry.target === null ? at : pathOfLink(path, entry.target));
    else onFile(at);
  };
  return (
    <UploadZone place={place} path={path} entries={folder.entries} onDone={reload}>
      {failed === null ? null : (
        <Notice tone="bad" role="alert">
          {visibleText(failed)}
        </Notice>
      )}
      <FolderNotes folder={folder} />
      <div className={styles['tools']}>
        <BareInput
          type="search"
          aria-label={t('files.find')}
          placeholder={t('files.find')}
          value={wanted}
          onChange={setWanted}
        />
        <Button onClick={reload}>{t('files.again')}</Button>
        <Button icon="download" onClick={() => fetchIt(path, 'archive')}>
          {t('files.fetchFolder')}
        </Button>
      </div>
      {entries.length === 0 ? (
        <p className="notice">{t(folder.entries.length === 0 ? 'files.empty' : 'files.noneFound')}</p>
      ) : (
        <Table aria-label={t('files.list', { path: shownPath(path) })} columns={columnsIn(t)}>
          {entries.slice(0, shown).map(entry => (
            <FileRow
              key={entry.name}
              entry={entry}
              onOpen={() => open(entry)}
              onFetch={as => fetchIt(pathIn(path, entry.name), as)}
            />
          ))}
        </Table>
      )}
      {more}
    </UploadZone>
  );
}

function columnsIn(t: TFunction): readonly TableColumn[] {
  return [
    { title: t('files.name') },
    { title: t('files.size'), align: 'right' },
    { title: t('files.mode'), isWide: true },
    { title: t('files.owner'), isWide: true },
    { title: t('files.modified') },
    { title: t('files.fetch') },
  ];
}

/** What is to be known of the list. */
function FolderNotes({ folder: { isCut, isPlain, said } }: { readonly folder: Folder }) {
  const { t } = useTranslation();
  return (
    <>
      {isCut ? <Notice tone="warning">{t('files.cut', { count: MAX_ENTRIES })}</Notice> : null}
      {isPlain ? <Notice tone="active">{t('files.plain')}</Notice> : null}
      {said === '' ? null : <Notice tone="warning">{t('files.said', { detail: visibleText(said) })}</Notice>}
    </>
  );
}

/** Folders first, then by name. */
function sorted(entries: readonly FileEntry[]): readonly FileEntry[] {
  const rank = ({ leadsTo }: FileEntry) => (leadsTo === 'folder' ? 0 : 1);
  return entries.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
