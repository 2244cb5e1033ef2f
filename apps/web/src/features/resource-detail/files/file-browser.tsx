import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_LINES } from '@lanthorn/actions/pod/open-files.ts';
import { folderOf, nameOf } from '@lanthorn/protocol/files/container-path.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { plainPath, shownPath, typedPath } from '../../../data/files/shown-path.ts';
import { Button } from '../../../ui/button/button.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { FocusReturn } from '../../../ui/focus/focus-return.ts';
import { useSwappedFocus } from '../../../ui/focus/swapped-focus.ts';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { Popover } from '../../../ui/layer/popover.tsx';
import { FileView } from './file-view.tsx';
import { FolderView } from './folder-view.tsx';
import { TransferList } from './transfer-list.tsx';
import styles from './files.module.css';

/** A container's files: the way to where one is, what is there, and what is on its way. An address that ends with `!` shows a file. */
export function FileBrowser({
  place,
  path: address,
  picker,
  onGo,
}: {
  readonly place: FilePlace;
  readonly path: string;
  readonly picker: ReactNode;
  readonly onGo: (path: string) => void;
}) {
  const isFile = address.endsWith('!');
  const path = isFile ? address.slice(0, -1) : address;
  const folder = isFile ? folderOf(path) : path;
  return (
    <div className={styles['browser']} data-testid="files">
      <div className="log-bar">
        {picker}
        <PathBar folder={folder} file={isFile ? nameOf(path) : null} onGo={onGo} />
        <ByHand place={place} path={path} isFile={isFile} />
      </div>
      <TransferList place={place} />
      <FocusReturn key={address} />
      {isFile ? (
        <FileView key={path} place={place} path={path} onBack={() => onGo(folder)} />
      ) : (
        <FolderView key={path} place={place} path={path} onFolder={onGo} onFile={to => onGo(`${to}!`)} />
      )}
    </div>
  );
}

/** Each folder on the way leads back to it; another is typed. */
function PathBar({
  folder,
  file,
  onGo,
}: {
  readonly folder: string;
  readonly file: string | null;
  readonly onGo: (path: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const goTo = useSwappedFocus<HTMLButtonElement>(typed === null);
  const names = folder.split('/').filter(name => name !== '');
  if (typed !== null)
    return (
      <form
        className={styles['way']}
        onSubmit={event => {
          event.preventDefault();
          setTyped(null);
          onGo(typedPath(typed));
        }}
      >
        <BareInput
          isCode
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the button was that was pressed
          autoFocus
          aria-label={t('files.path')}
          value={typed}
          onChange={setTyped}
          onKeyDown={event => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setTyped(null);
          }}
        />
        <Button type="submit">{t('files.go')}</Button>
      </form>
    );
  return (
    <nav className={styles['way']} aria-label={t('files.path')}>
      <Button variant="link" aria-label={t('files.top')} onClick={() => onGo('/')}>
        /
      </Button>
      {names.map((name, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is where it stands
        <span key={i}>
          <Button variant="link" onClick={() => onGo(`/${names.slice(0, i + 1).join('/')}`)}>
            {shownPath(name)}
          </Button>
          {i < names.length - 1 || file !== null ? <span aria-hidden="true">{'/'}</span> : null}
        </span>
      ))}
      {file === null ? null : <strong>{shownPath(file)}</strong>}
      <Button ref={goTo} variant="ghost" onClick={() => setTyped(plainPath(folder))}>
        {t('files.goTo')}
      </Button>
    </nav>
  );
}

function ByHand({
  place,
  path,
  isFile,
}: {
  readonly place: FilePlace;
  readonly path: string;
  readonly isFile: boolean;
}) {
  const { t } = useTranslation();
  const { cluster, namespace, pod, container } = place;
  const line = FILE_LINES[isFile ? 'read' : 'list'];
  return (
    <Popover label={t('terminal.byHand')} width={480} trigger={trigger => <Button {...trigger}>{'kubectl'}</Button>}>
      <CopyLine text={line({ namespace, name: pod }, cluster, { container, path: plainPath(path) })} />
    </Popover>
  );
}
