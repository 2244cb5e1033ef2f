import { useTranslation } from 'react-i18next';
import { prettyJson } from '../../../data/logs/lines/log-level.ts';
import type { LogLine } from '../../../data/logs/lines/log-line.ts';
import { type LineWords, takenText } from '../../../data/logs/lines/shown-line.ts';
import { plainText } from '../../../data/logs/lines/terminal-line.ts';
import { CopyButton } from '../../../ui/form/copy-button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';

/** One line as a whole, JSON with its parts below each other; to take along as it is, with what stands before it, or as a link. */
export function WholeLine({
  line,
  words,
  link,
  onClose,
}: {
  readonly line: LogLine;
  readonly words: LineWords;
  /** The address that leads to it. */
  readonly link: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const plain = plainText(line.text);
  return (
    <div className="log-whole" data-testid="whole-line">
      <CopyLine text={prettyJson(plain) ?? plain} label={t('logs.wholeLine')} />
      {words.before(line) === '' ? null : (
        <CopyButton text={plainText(takenText(line, words))}>{t('logs.copyWithPrefix')}</CopyButton>
      )}
      {link === undefined ? null : <CopyButton text={link}>{t('logs.copyLink')}</CopyButton>}
      <IconButton icon="close" label={t('logs.closeLine')} onClick={onClose} />
    </div>
  );
}
