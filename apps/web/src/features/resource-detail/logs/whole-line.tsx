import { useTranslation } from 'react-i18next';
import { prettyJson } from '../../../data/logs/log-level.ts';
import { plainText } from '../../../data/logs/terminal-line.ts';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';

/** One line as a whole, JSON with its parts below each other. */
export function WholeLine({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const plain = plainText(text);
  return (
    <div className="log-whole" data-testid="whole-line">
      <CopyLine text={prettyJson(plain) ?? plain} label={t('logs.wholeLine')} />
      <IconButton icon="close" label={t('logs.closeLine')} onClick={onClose} />
    </div>
  );
}
