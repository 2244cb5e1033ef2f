import { useTranslation } from 'react-i18next';
import { visibleText } from '../words/text.ts';
import { CopyButton } from './copy-button.tsx';

/** Characters of it that are drawn: of a line of megabytes a page would draw for seconds. The copy has all. */
const MAX_DRAWN = 100_000;
/** What is longer is no command that somebody reads. */
const MAX_COMMAND = 4_000;

/** A command, or another text, to take along. What cannot be seen in it is shown as symbols; the copy is exact, and that is said. */
export function CopyLine({
  text,
  label,
}: {
  readonly text: string;
  /** What it is, where it is no command. */
  readonly label?: string;
}) {
  const { t } = useTranslation();
  const drawn = text.slice(0, MAX_DRAWN);
  const shown = visibleText(drawn);
  const more = text.length - drawn.length;
  return (
    <div className="copy-line">
      <pre tabIndex={0} role="group" aria-label={label ?? t('copyLine')}>
        {label === undefined && shown.length <= MAX_COMMAND ? <Words text={shown} /> : shown}
        {more > 0 ? <span className="dim"> {t('more.characters', { count: more })}</span> : null}
      </pre>
      {shown === drawn ? null : <span className="tone-warning">{t('copyInvisible')}</span>}
      <CopyButton text={text}>{t('copy')}</CopyButton>
    </div>
  );
}

/** Each in an element of its own: a line ends between them. A flag that is cut at its dashes is another one. */
function Words({ text }: { readonly text: string }) {
  return text.split(/(\s+)/).map((part, i) =>
    // oxlint-disable-next-line react/no-array-index-key -- the text as a whole is the key
    i % 2 === 1 ? part : <span key={i}>{part}</span>,
  );
}
