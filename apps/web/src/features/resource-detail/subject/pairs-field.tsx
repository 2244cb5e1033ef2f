import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Textarea } from '../../../ui/form/textarea.tsx';

/** `NAME=value`, one a line; a line without a sign is told and left out. */
export function PairsField({
  label,
  pairs,
  onChange,
}: {
  readonly label: string;
  readonly pairs: Readonly<Record<string, string>>;
  readonly onChange: (pairs: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(
    Object.entries(pairs)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  const bad = text.split('\n').filter(line => line !== '' && !/^[^=]+=/.test(line));
  return (
    <Textarea
      label={label}
      placeholder={t('run.pairs')}
      isCode
      error={bad.length === 0 ? null : t('run.badPair', { line: bad[0] ?? '' })}
      value={text}
      onChange={typed => {
        setText(typed);
        const read = [...typed.matchAll(/^([^=\n]+)=(.*)$/gm)];
        onChange(Object.fromEntries(read.map(([, name = '', value = '']) => [name.trim(), value])));
      }}
    />
  );
}
