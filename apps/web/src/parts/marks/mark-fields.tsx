import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { annotationKeyProblems, labelKeyProblems, labelValueProblems } from '@lanthorn/kube/selectors/label-format.ts';
import { Button } from '../../ui/button/button.tsx';
import { IconButton } from '../../ui/button/icon-button.tsx';
import { Textarea } from '../../ui/form/textarea.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';
import { visibleText } from '../../ui/words/text.ts';
import type { AddedMark, KnownMark, MarkDraft, MarkKind } from './known-marks.ts';
import styles from './mark-fields.module.css';

interface MarkFieldsProps {
  readonly kind: MarkKind;
  readonly known: readonly KnownMark[];
  /** Objects whose marks are known. */
  readonly objects: number;
  readonly draft: MarkDraft;
  readonly onChange: (draft: MarkDraft) => void;
}

/** What is wrong with a value, in the server's words; null where nothing is. Annotations take any text. */
export function valueProblem(kind: MarkKind, value: string): string | null {
  return kind === 'labels' ? (labelValueProblems(value)[0] ?? null) : null;
}

/** The same of a key that is added. */
export function keyProblem(kind: MarkKind, key: string): string | null {
  const problems = kind === 'labels' ? labelKeyProblems(key) : annotationKeyProblems(key);
  return problems[0] ?? null;
}

/** Labels or annotations, each with its value, to be changed, removed and added. */
export function MarkFields({ kind, known, objects, draft, onChange }: MarkFieldsProps) {
  const { t } = useTranslation();
  const nextId = useRef(0);
  const set = (key: string, value: string | null) =>
    onChange({ ...draft, changed: { ...draft.changed, [key]: value } });
  const reset = (key: string) =>
    onChange({ ...draft, changed: Object.fromEntries(Object.entries(draft.changed).filter(([of]) => of !== key)) });
  const taken = (entry: AddedMark) => [
    ...known.map(({ key }) => key),
    ...draft.added.filter(({ id }) => id !== entry.id).map(({ key }) => key.trim()),
  ];
  const change = (entry: AddedMark, fields: Partial<AddedMark>) =>
    onChange({ ...draft, added: draft.added.map(other => (other.id === entry.id ? { ...other, ...fields } : other)) });
  return (
    <fieldset className={styles['fields']}>
      <legend>{t(`marks.${kind}`)}</legend>
      {known.map(mark => (
        <KnownField
          key={mark.key}
          {...{ kind, mark, objects }}
          value={Object.hasOwn(draft.changed, mark.key) ? draft.changed[mark.key] : undefined}
          onChange={value => set(mark.key, value)}
          onReset={() => reset(mark.key)}
        />
      ))}
      {draft.added.map(entry => (
        <AddedField
          key={entry.id}
          {...{ kind, entry }}
          isTaken={taken(entry).includes(entry.key.trim())}
          onChange={fields => change(entry, fields)}
          onRemove={() => onChange({ ...draft, added: draft.added.filter(({ id }) => id !== entry.id) })}
        />
      ))}
      <div>
        <Button
          onClick={() => {
            nextId.current += 1;
            onChange({ ...draft, added: [...draft.added, { id: nextId.current, key: '', value: '' }] });
          }}
        >
          {t(`marks.add.${kind}`)}
        </Button>
      </div>
    </fieldset>
  );
}

function KnownField({
  kind,
  mark,
  objects,
  value,
  onChange,
  onReset,
}: {
  readonly kind: MarkKind;
  readonly mark: KnownMark;
  readonly objects: number;
  /** What it shall be: null is gone, undefined as it is. */
  readonly value: string | null | undefined;
  readonly onChange: (value: string | null) => void;
  readonly onReset: () => void;
}) {
  const { t } = useTranslation();
  const name = visibleText(mark.key);
  const shown = value ?? mark.common ?? '';
  const isMixed = mark.common === null && value === undefined;
  const help = isMixed
    ? t('marks.mixed', { values: mark.values.map(visibleText).join(', '), count: mark.count, of: objects })
    : undefined;
  const field = {
    label: name,
    help: value === null ? t('marks.goes') : help,
    error: value === null || value === undefined ? null : valueProblem(kind, value),
    value: value === null ? '' : shown,
    disabled: value === null,
    placeholder: isMixed ? t('marks.differs') : undefined,
    spellCheck: false,
    isCode: true,
    onChange,
  };
  return (
    <div className={styles['row']}>
      {/* A field of one line would lose the ends of lines. */}
      {kind === 'annotations' ? <Textarea {...field} /> : <TextInput {...field} />}
      {value === undefined ? (
        <IconButton icon="close" label={t('form.remove', { name })} onClick={() => onChange(null)} />
      ) : (
        <IconButton icon="undo" label={t('marks.restore', { name })} onClick={onReset} />
      )}
    </div>
  );
}

function AddedField({
  kind,
  entry,
  isTaken,
  onChange,
  onRemove,
}: {
  readonly kind: MarkKind;
  readonly entry: AddedMark;
  readonly isTaken: boolean;
  readonly onChange: (fields: Partial<AddedMark>) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const key = entry.key.trim();
  const value = {
    label: t('marks.value'),
    error: valueProblem(kind, entry.value),
    value: entry.value,
    spellCheck: false,
    isCode: true,
    onChange: (text: string) => onChange({ value: text }),
  };
  return (
    <div className={styles['row']}>
      <TextInput
        label={t('marks.key')}
        // Nothing is wrong yet with what nobody wrote.
        error={key === '' ? null : isTaken ? t('marks.taken') : keyProblem(kind, key)}
        value={entry.key}
        spellCheck={false}
        isCode
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever adds a row goes on in it
        autoFocus
        onChange={text => onChange({ key: text })}
      />
      {kind === 'annotations' ? <Textarea {...value} /> : <TextInput {...value} />}
      <IconButton
        icon="close"
        label={t('form.remove', { name: visibleText(key === '' ? t('marks.new') : key) })}
        onClick={onRemove}
      />
    </div>
  );
}
