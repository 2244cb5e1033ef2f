import { useTranslation } from 'react-i18next';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { type FileTransfer, forgetEnded, useFileTransfers } from '../../../data/files/file-transfers.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './files.module.css';

/** The files of this container on their way, and how those ended that were. */
export function TransferList({ place }: { readonly place: FilePlace }) {
  const { t } = useTranslation();
  const all = useFileTransfers(({ transfers }) => transfers);
  const key = JSON.stringify([place.cluster, place.uid, place.container]);
  const own = all.filter(each => JSON.stringify([each.place.cluster, each.place.uid, each.place.container]) === key);
  if (own.length === 0) return null;
  return (
    <section className={styles['transfers']} aria-label={t('files.transfers')}>
      <ul>
        {own.map(transfer => (
          <Transfer key={transfer.id} transfer={transfer} />
        ))}
      </ul>
      {own.some(({ end }) => end !== null) ? (
        <Button variant="ghost" onClick={forgetEnded}>
          {t('files.forget')}
        </Button>
      ) : null}
    </section>
  );
}

function Transfer({
  transfer: { direction, name, bytes, total, leftOut, end, cancel },
}: {
  readonly transfer: FileTransfer;
}) {
  const { t, i18n } = useTranslation();
  const shown = visibleText(name);
  const size = (of: number) => bytesText(of, i18n.language);
  const far = total === null ? size(bytes) : t('files.ofTotal', { bytes: size(bytes), total: size(total) });
  const problem = end?.problem ?? null;
  return (
    <li>
      <Status
        tone={end === null ? 'active' : problem === null ? 'ok' : 'bad'}
        text={t(
          end === null
            ? `files.${direction}`
            : problem === null
              ? `files.${direction}Done`
              : `files.${direction}Failed`,
          {
            name: shown,
          },
        )}
      />
      <span className="dim">{far}</span>
      {end === null && total !== null ? (
        <progress aria-label={shown} value={Math.min(bytes, total)} max={Math.max(1, total)} />
      ) : null}
      {problem === null ? null : <span role="alert">{visibleText(problemWords(problem))}</span>}
      {leftOut === 0 ? null : <span>{t('files.leftOut', { count: leftOut })}</span>}
      {end === null ? (
        <Button variant="ghost" aria-label={t('files.cancelOf', { name: shown })} onClick={cancel}>
          {t('files.cancel')}
        </Button>
      ) : null}
    </li>
  );
}
