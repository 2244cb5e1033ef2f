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
  /** The cluster, where it is a production one; else null. */
  readonly production: string | null;
  readonly isDeletion?: boolean;
  readonly onChange: (typed: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      help={production === null ? undefined : t('dialog.production', { cluster: visibleText(production) })}
      data-autofocus
      label={t(isDeletion ? 'dialog.typeToDelete' : 'dialog.typeToGoOn', { word: visibleText(word) })}
      autoComplete="off"
      spellCheck={false}
      onChange={onChange}
    />
  );
}
