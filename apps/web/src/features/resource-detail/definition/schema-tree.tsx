import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from '../sections/fields.module.css';

/** What all objects have alike. */
const OF_ALL: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
/** More fields of one type are in its YAML. */
const MAX_FIELDS = 200;

/** What may stand where in objects of a type, with what it means; it unfolds field by field. */
export function SchemaTree({ type }: { readonly type: TypeSchema }) {
  const names = type.fields.filter(name => !OF_ALL.has(name));
  return <SchemaFields type={type} names={names} />;
}

function SchemaFields({ type, names }: { readonly type: TypeSchema; readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const left = names.length - MAX_FIELDS;
  return (
    <ul className={styles['tree']}>
      {names.slice(0, MAX_FIELDS).map(name => {
        const field = type.field(name);
        return field === null ? null : (
          <SchemaField key={name} name={name} type={field} isRequired={type.required.includes(name)} />
        );
      })}
      {left > 0 ? <li className="dim">{t('detail.fieldsLeft', { count: left })}</li> : null}
    </ul>
  );
}

interface FieldProps {
  readonly name: string;
  readonly type: TypeSchema;
  readonly isRequired: boolean;
}

/** What is folded is not drawn: types may hold themselves. */
function SchemaField({ name, type, isRequired }: FieldProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { inner, suffix } = innerOf(type);
  const about = [
    (inner.type === '' ? t('yaml.anyType') : inner.type) + suffix,
    isRequired ? t('definition.required') : '',
    inner.enum.length === 0 ? '' : t('yaml.oneOf', { allowed: visibleText(inner.enum.map(String).join(', ')) }),
    type.default === undefined ? '' : t('definition.default', { value: visibleText(JSON.stringify(type.default)) }),
  ].filter(part => part !== '');
  const head = (
    <>
      {visibleText(name)} <span className="dim">{about.join(' · ')}</span>
    </>
  );
  const meaning = visibleText(type.description);
  const said = meaning === '' ? null : <span className={styles['meaning']}>{meaning}</span>;
  if (inner.fields.length === 0)
    return (
      <li>
        {head}
        {said}
      </li>
    );
  return (
    <li>
      <details open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>{head}</summary>
        {isOpen ? (
          <>
            {said}
            <SchemaFields type={inner} names={inner.fields} />
          </>
        ) : null}
      </details>
    </li>
  );
}

/** More lists in lists are said to be some. */
const MAX_NESTED = 4;

/** The type of what lists hold, and how many lists are around it. */
function innerOf(type: TypeSchema): { readonly inner: TypeSchema; readonly suffix: string } {
  let [inner, suffix] = [type, ''];
  for (let depth = 0; depth < MAX_NESTED && inner.type === 'array' && inner.items !== null; depth++) {
    inner = inner.items;
    suffix += '[]';
  }
  return { inner, suffix };
}
