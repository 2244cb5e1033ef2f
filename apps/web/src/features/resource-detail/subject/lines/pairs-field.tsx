import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Textarea } from '../../../../ui/form/textarea.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { hasQuotes, readPairs, writePairs } from './lines-text.ts';

const BAD = {
  pair: 'runForm.badPair',
  quotes: 'lines.badQuotes',
  spaces: 'lines.badSpaces',
  twice: 'lines.twice',
} as const;

/** `NAME=value`, one a line; a line that is no pair is told, and as long as there is one the field is unread. */
export function PairsField({
  label,
  pairs,
  onChange,
  onUnread,
}: {
  readonly label: string;
  readonly pairs: Readonly<Record<string, string>>;
  readonly onChange: (pairs: Record<string, string>) => void;
  readonly onUnread: (isUnread: boolean) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => writePairs(pairs));
  const { bad } = readPairs(text);
  return (
    <Textarea
      label={label}
      placeholder={t('runForm.pairs')}
      isCode
      help={hasQuotes(text) ? t('lines.quotes') : undefined}
      error={bad === null ? null : t(BAD[bad.why], { line: visibleText(bad.line) })}
      value={text}
      onChange={typed => {
        const read = readPairs(typed);
        setText(typed);
        onUnread(read.bad !== null);
        onChange(read.pairs);
      }}
    />
  );
}
