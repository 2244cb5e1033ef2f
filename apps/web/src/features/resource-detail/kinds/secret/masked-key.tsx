import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dataKeyProblem, type DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { IconButton } from '../../../../ui/button/icon-button.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FileButton } from '../configmap/file-button.tsx';
import type { MaskedStep } from './use-secret-draft.ts';

/** A key whose value is not known here: it can be renamed and removed without it, and given another; to change the value it is read first. */
export function MaskedKey({
  name,
  wanted,
  taken,
  why,
  hold,
  onRead,
  onChange,
}: {
  /** As the Secret has it. */
  readonly name: string;
  /** What it shall be called. */
  readonly wanted: string;
  /** All names there will be, this one's among them. */
  readonly taken: readonly string[];
  /** Why nothing can be changed now. */
  readonly why: string | null;
  /** From who draws this in place of something else. */
  readonly hold: RefObject<HTMLDivElement | null>;
  /** Reads the value, and puts it in the place of this. */
  readonly onRead: (() => Promise<void>) | null;
  readonly onChange: (step: MaskedStep) => void;
}) {
  const { t } = useTranslation();
  const { isReading, refused, read } = useReading(onRead);
  // What was renamed or removed meanwhile stays so.
  const give = (value: DataValue) => onChange(now => (now === null ? null : { key: now?.key ?? name, value }));
  const shown = visibleText(name);
  const problem = dataKeyProblem(wanted, taken.toSpliced(taken.indexOf(wanted), 1));
  return (
    <div ref={hold} role="group" aria-label={shown} data-testid="masked-key">
      <div className="editor-bar">
        <TextInput
          label={t('dataKeys.key')}
          value={wanted}
          error={problem === null ? null : t(`dataKeys.${problem}`)}
          spellCheck={false}
          isCode
          disabled={why !== null}
          onChange={key => onChange(() => ({ key: key.trim(), value: null }))}
        />
        <span aria-hidden="true">••••••</span>
        <Button
          why={why ?? (onRead === null ? t('secretKeys.mayNotRead') : null)}
          isBusy={isReading}
          aria-label={t('secretKeys.readOf', { name: shown })}
          onClick={read}
        >
          {t('secretKeys.read')}
        </Button>
        <Button
          why={why}
          aria-label={t('secretKeys.replaceOf', { name: shown })}
          onClick={() => give({ isBinary: false, value: '' })}
        >
          {t('secretKeys.replace')}
        </Button>
        <FileButton why={why} label={t('dataKeys.replace', { name: shown })} onFile={(_name, value) => give(value)}>
          {t('dataKeys.fromFile')}
        </FileButton>
        {why === null ? (
          <IconButton icon="close" label={t('form.remove', { name: shown })} onClick={() => onChange(() => null)} />
        ) : null}
      </div>
      {refused === null ? null : (
        <p className="tone-bad" role="alert">
          {visibleText(refused)}
        </p>
      )}
    </div>
  );
}

/** Reads a value when somebody asks for it; a refusal is told, and it can be asked for again. */
function useReading(onRead: (() => Promise<void>) | null) {
  const [isReading, setReading] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const read = () => {
    if (onRead === null) return;
    setReading(true);
    setRefused(null);
    onRead()
      .catch((error: unknown) => setRefused(error instanceof Error ? error.message : String(error)))
      .finally(() => setReading(false));
  };
  return { isReading, refused, read };
}
