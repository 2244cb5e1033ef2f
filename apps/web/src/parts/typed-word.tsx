import { useTranslation } from 'react-i18next';
import { TextInput } from '../ui/form/text-input.tsx';
import { visibleText } from '../ui/words/text.ts';

/** Has a word typed before anything is sent. */
export function TypedWord({
  word,
  production,
  isDeletion = false,
  onChange,
}: {
  readonly word: string;
  /** Clusters it is done in that are production. */
  readonly production: readonly string[];
  readonly isDeletion?: boolean;
  readonly onChange: (typed: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      help={
        production.length === 0
          ? undefined
          : production.map(cluster => t('dialog.production', { cluster: visibleText(cluster) })).join(' ')
      }
      data-autofocus
      label={t(isDeletion ? 'dialog.typeToDelete' : 'dialog.typeToGoOn', { word: visibleText(word) })}
      autoComplete="off"
      spellCheck={false}
      onChange={onChange}
    />
  );
}
