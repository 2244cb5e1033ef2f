import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Textarea } from '../../../../ui/form/textarea.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { hasQuotes, readLines, writeLines } from './lines-text.ts';

/** One value a line; a line that is none is told, and as long as there is one the field is unread. */
export function LinesField({
  label,
  lines,
  onChange,
  onUnread,
}: {
  readonly label: string;
  readonly lines: readonly string[];
  readonly onChange: (lines: readonly string[]) => void;
  readonly onUnread: (isUnread: boolean) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => writeLines(lines));
  const { bad } = readLines(text);
  return (
    <Textarea
      label={label}
      isCode
      help={hasQuotes(text) ? t('lines.quotes') : undefined}
      error={bad === null ? null : t('lines.badQuotes', { line: visibleText(bad) })}
      value={text}
      onChange={typed => {
        const read = readLines(typed);
        setText(typed);
        onUnread(read.bad !== null);
        onChange(read.items);
      }}
    />
  );
}
