import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Textarea } from '../../../ui/form/textarea.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './compare-object.module.css';

/** An object has less than that: etcd takes no more. */
const MAX_BYTES = 2_000_000;

/** A text that describes an object: pasted, typed, or dropped as a file. It goes nowhere. */
export function OtherText({
  text,
  onText,
  children,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState('');
  const take = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (file === undefined) return;
    event.preventDefault();
    setProblem(file.size > MAX_BYTES ? t('apply.tooLarge', { name: visibleText(file.name) }) : '');
    if (file.size > MAX_BYTES) return;
    file.text().then(onText, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div className={styles['text']} onDragOver={event => event.preventDefault()} onDrop={take}>
      <Textarea label={t('compare.textLabel')} isCode spellCheck={false} value={text} onChange={onText} />
      {problem === '' ? null : (
        <p className="tone-warning" role="alert">
          {problem}
        </p>
      )}
      {children}
    </div>
  );
}
