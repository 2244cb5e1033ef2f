import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataChange, dataKeyProblem, type DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { useSwappedFocus } from '../../../../ui/focus/swapped-focus.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { IconButton } from '../../../../ui/button/icon-button.tsx';
import { Textarea } from '../../../../ui/form/textarea.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { sizeText } from '../../../../ui/words/size-text.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { contentProblem } from './content/content-problem.ts';
import { sizeOf } from './data-value.ts';
import type { DataStep } from './data-steps.ts';
import { FileButton } from './file-button.tsx';

/** What is longer is no matter of typing: it is replaced by a file. */
const MAX_TYPED = 20_000;

interface DataKeyProps {
  /** As the object has it; null for one that is added. */
  readonly name: string | null;
  readonly value: DataValue;
  /** What it shall be; undefined as it is, null gone. */
  readonly change: DataChange | undefined;
  /** All names there will be, this one's among them. */
  readonly taken: readonly string[];
  /** Why nothing can be changed now. */
  readonly why: string | null;
  /** From who draws this in place of something else. */
  readonly hold?: RefObject<HTMLDivElement | null>;
  readonly onChange: (step: DataStep) => void;
}

/** One key with its value. */
export function DataKey({ name, value, change, taken, why, hold, onChange }: DataKeyProps) {
  const { t, i18n } = useTranslation();
  const now = change ?? { key: name ?? '', value };
  const shown = visibleText(name ?? now.key);
  const own = useSwappedFocus<HTMLDivElement>(change === null);
  const ref = hold ?? own;
  if (change === null)
    return (
      <p ref={ref} className="dim">
        {t('dataKeys.goes', { name: shown })}{' '}
        <Button variant="link" onClick={() => onChange(() => undefined)}>
          {t('dataKeys.keep')}
        </Button>
      </p>
    );
  const others = taken.toSpliced(taken.indexOf(now.key), 1);
  const problem = dataKeyProblem(now.key, others);
  const isTyped = !now.value.isBinary && now.value.value.length <= MAX_TYPED;
  const content = now.value.isBinary ? null : contentProblem(now.key, now.value.value);
  // What was removed meanwhile stays so.
  const set = (fields: Partial<NonNullable<DataChange>>) =>
    onChange(before => (before === null ? null : { key: name ?? '', value, ...before, ...fields }));
  return (
    <div ref={ref} role="group" aria-label={shown === '' ? t('dataKeys.added') : shown} data-testid="data-key">
      <div className="editor-bar">
        <TextInput
          label={t('dataKeys.key')}
          value={now.key}
          error={problem === null ? null : t(`dataKeys.${problem}`)}
          spellCheck={false}
          isCode
          disabled={why !== null}
          onChange={key => set({ key: key.trim() })}
        />
        <span className="dim">{sizeText(sizeOf(now.value), i18n.language)}</span>
        <FileButton
          why={why}
          label={t('dataKeys.replace', { name: shown })}
          onFile={(_name, next) => set({ value: next })}
        >
          {t('dataKeys.fromFile')}
        </FileButton>
        {why === null ? (
          <IconButton icon="close" label={t('form.remove', { name: shown })} onClick={() => onChange(() => null)} />
        ) : null}
      </div>
      {isTyped ? (
        <Textarea
          label={t('dataKeys.value')}
          value={now.value.value}
          error={content === null ? null : visibleText(t(content.key, content.values))}
          rows={Math.min(20, now.value.value.split('\n').length)}
          spellCheck={false}
          isCode
          data-autofocus={why === null || undefined}
          disabled={why !== null}
          onChange={text => set({ value: { isBinary: false, value: text } })}
        />
      ) : (
        <p className="dim">{t(now.value.isBinary ? 'dataKeys.binary' : 'dataKeys.long')}</p>
      )}
    </div>
  );
}
