import type { EditorView } from '@codemirror/view';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { readYaml } from '@lanthorn/kube/edit/edit-session.ts';
import { editYaml } from '@lanthorn/kube/edit/yaml-edit.ts';
import { NumberInput } from '../../../ui/form/number-input.tsx';
import { TextInput } from '../../../ui/form/text-input.tsx';
import type { StartField } from './start-texts.ts';
import styles from './start-form.module.css';

/** The fields that a new object of a kind mostly differs in. They and the text are the same: what changes in one changes in the other. */
export function StartForm({
  fields,
  text,
  view,
}: {
  readonly fields: readonly StartField[];
  readonly text: string;
  readonly view: RefObject<EditorView | null>;
}) {
  const { t } = useTranslation();
  const tree = readYaml(text);
  // What is no object at the moment, or has become several, has no fields.
  const shown = tree === null ? [] : fields.filter(({ path }) => valueAt(tree, path) !== undefined);
  const set = ({ path }: StartField, value: string | number | null) => {
    const editor = view.current;
    if (editor === null || tree === null) return;
    const edits = editYaml(text, withValue(tree, path, value ?? 0), null);
    editor.dispatch({ changes: edits.map(edit => ({ ...edit })) });
  };
  if (shown.length === 0) return null;
  return (
    <div className={styles['form']} role="group" aria-label={t('apply.form')}>
      {shown.map(field => {
        const value = valueAt(tree, field.path);
        const label = t(`apply.field.${field.name}`);
        return field.type === 'number' ? (
          <NumberInput
            key={field.name}
            label={label}
            value={typeof value === 'number' ? value : null}
            min={0}
            onChange={next => set(field, next)}
          />
        ) : (
          <TextInput
            key={field.name}
            label={label}
            value={typeof value === 'string' ? value : ''}
            spellCheck={false}
            onChange={next => set(field, next)}
          />
        );
      })}
    </div>
  );
}

function valueAt(tree: unknown, path: StartField['path']): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof step === 'number' ? asArray(value)[step] : getPath(value, step)),
    tree,
  );
}

function withValue(tree: unknown, [step, ...rest]: StartField['path'], value: unknown): JsonObject {
  return withStep(tree, { step, rest, value }) as JsonObject;
}

function withStep(
  tree: unknown,
  {
    step,
    rest,
    value,
  }: { readonly step: string | number | undefined; readonly rest: StartField['path']; readonly value: unknown },
): unknown {
  if (step === undefined) return value;
  const [next, ...others] = rest;
  const below = (of: unknown) => withStep(of, { step: next, rest: others, value });
  if (typeof step === 'number') return asArray(tree).map((item, i) => (i === step ? below(item) : item));
  const object = asObject(tree);
  return { ...object, [step]: below(object[step]) };
}
