import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { isWebAddress, WebAddress } from '../../../ui/words/web-address.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import styles from './annotations.module.css';

/** An annotation may be a megabyte; here its beginning is shown, the whole is in the YAML. */
const MAX_VALUE = 4_000;

/** Annotations by name, each folded but for addresses, which lead there; JSON in them is set out so that it can be read. */
export function Annotations({ object }: { readonly object: unknown }) {
  const { t } = useTranslation();
  const entries = Object.entries(readMeta(object).annotations);
  if (entries.length === 0) return null;
  return (
    <Section title={t('detail.annotations')} note={String(entries.length)}>
      {entries.map(([key, value]) =>
        value.length <= MAX_VALUE && isWebAddress(value) ? (
          <p key={key} className={styles['address']}>
            <span className="dim">{visibleText(key)}</span> <WebAddress url={value} />
          </p>
        ) : (
          <details key={key} className={styles['annotation']}>
            <summary>{visibleText(key)}</summary>
            <pre tabIndex={0} aria-label={key}>
              {readable(value)}
            </pre>
          </details>
        ),
      )}
    </Section>
  );
}

function readable(value: string): string {
  const text = visibleText(value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : setOut(value));
  return text === '' ? '""' : text;
}

/** Objects and lists on lines of their own; everything else as it is. */
function setOut(value: string): string {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
