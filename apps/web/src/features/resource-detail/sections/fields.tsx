import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asObject, isObject } from '@lanthorn/base/json.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './fields.module.css';
import type { SectionProps } from './section-props.ts';

/** More entries of one list or map are in its YAML. */
const MAX_ENTRIES = 100;
/** Said elsewhere on the page. */
const SAID: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** All that an object of a kind without a record holds, as a tree that unfolds. */
export function Fields({ object }: Pick<SectionProps, 'object'>) {
  const { t } = useTranslation();
  const entries = Object.entries(asObject(object)).filter(([name]) => !SAID.has(name));
  if (entries.length === 0) return null;
  return (
    <Section title={t('detail.fields')} testId="fields">
      <ul className={styles['tree']}>
        {entries.map(([name, value]) => (
          <Field key={name} name={name} value={value} isOpen={name === 'spec'} />
        ))}
      </ul>
    </Section>
  );
}

interface FieldProps {
  readonly name: string;
  readonly value: unknown;
  readonly isOpen: boolean;
}

/** What is folded is not drawn: an object may hold a hundred thousand fields. */
function Field({ name, value, isOpen: isFirstOpen }: FieldProps) {
  const [isOpen, setOpen] = useState(isFirstOpen);
  const entries = Array.isArray(value)
    ? value.map((item, i) => [String(i), item] as const)
    : Object.entries(asObject(value));
  if (!(isObject(value) || Array.isArray(value)))
    return (
      <li>
        <span className="dim">{visibleText(name)}</span> {visibleText(String(value))}
      </li>
    );
  return (
    <li>
      <details open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          {visibleText(name)} <span className="dim">{entries.length}</span>
        </summary>
        {isOpen ? <Entries entries={entries} /> : null}
      </details>
    </li>
  );
}

function Entries({ entries }: { readonly entries: readonly (readonly [string, unknown])[] }) {
  const { t } = useTranslation();
  const left = entries.length - MAX_ENTRIES;
  return (
    <ul className={styles['tree']}>
      {entries.slice(0, MAX_ENTRIES).map(([name, value]) => (
        <Field key={name} name={name} value={value} isOpen={false} />
      ))}
      {left > 0 ? <li className="dim">{t('detail.fieldsLeft', { count: left })}</li> : null}
    </ul>
  );
}
