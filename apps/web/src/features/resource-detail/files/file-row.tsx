import { useTranslation } from 'react-i18next';
import type { FileEntry } from '@lanthorn/protocol/files/file-messages.ts';
import { modeText, shownPath } from '../../../data/files/shown-path.ts';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { Icon } from '../../../ui/marks/icon.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './files.module.css';

/** One name in a folder. What is neither a file nor a folder is told, and cannot be opened. */
export function FileRow({
  entry,
  onOpen,
  onFetch,
}: {
  readonly entry: FileEntry;
  readonly onOpen: () => void;
  readonly onFetch: (as: 'file' | 'archive') => void;
}) {
  const { t, i18n } = useTranslation();
  const { kind, leadsTo, target, bytes, mode, owner, group, modifiedAt } = entry;
  const name = shownPath(entry.name);
  const isFolder = leadsTo === 'folder';
  const canOpen = isFolder || leadsTo === 'file';
  return (
    <tr>
      <td>
        <span className={styles['name']}>
          {isFolder ? <Icon name="folder" /> : null}
          {canOpen ? (
            <Button variant="link" onClick={onOpen}>
              {isFolder ? `${name}/` : name}
            </Button>
          ) : (
            name
          )}
          {kind === 'link' ? (
            <span className="dim">
              {target === null ? t('files.link') : t('files.linkTo', { target: shownPath(target) })}
              {leadsTo === null ? ` (${t('files.dangling')})` : ''}
            </span>
          ) : canOpen ? null : (
            <span className="dim">{t(`files.kind.${kind}`)}</span>
          )}
        </span>
      </td>
      <td data-align="right" title={bytes === null ? undefined : String(bytes)}>
        {bytes === null || isFolder ? '–' : bytesText(bytes, i18n.language)}
      </td>
      <td data-wide className={styles['mode']}>
        {mode === null ? '–' : modeText(mode)}
      </td>
      <td data-wide>{owner === null ? '–' : visibleText(`${owner}:${group ?? ''}`)}</td>
      <td>{modifiedAt === null ? '–' : <Age at={modifiedAt} />}</td>
      <td>
        {canOpen ? (
          <IconButton
            icon="download"
            label={t(isFolder ? 'files.fetchFolderOf' : 'files.fetchOf', { name })}
            onClick={() => onFetch(isFolder ? 'archive' : 'file')}
          />
        ) : null}
      </td>
    </tr>
  );
}
