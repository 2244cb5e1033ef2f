import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asObject, isObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { useKindType } from '../subject/use-kind-type.ts';
import { FieldMeaning, FieldName } from './field-name.tsx';
import styles from './fields.module.css';
import type { SectionProps } from './section-props.ts';

/** More entries of one list or map are in its YAML. */
const MAX_ENTRIES = 100;
/** Said elsewhere on the page. */
const SAID: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * All that an object of a kind without a record holds, as a tree that unfolds. What its fields mean is asked for when somebody comes near:
 * most visits look at values alone.
 */
export function Fields({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const [isNear, setNear] = useState(false);
  const [isExplained, setExplained] = useState(false);
  const type = useKindType(subject, isNear);
  const entries = Object.entries(asObject(object)).filter(([name]) => !SAID.has(name));
  if (entries.length === 0) return null;
  const near = () => setNear(true);
  return (
    <Section
      title={t('detail.fields')}
      testId="fields"
      link={
        <Button
          variant="ghost"
          aria-pressed={isExplained}
          isBusy={isExplained && type === undefined && subject.view.kind !== null}
          onClick={() => {
            near();
            setExplained(!isExplained);
          }}
        >
          {t('detail.explainFields')}
        </Button>
      }
    >
      {isExplained && type === null ? <p className="dim">{t('detail.fieldsUnexplained')}</p> : null}
      <div role="presentation" onPointerEnter={near}>
        <ul className={styles['tree']}>
          {entries.map(([name, value]) => (
            <Field
              key={name}
              name={name}
              value={value}
              isOpen={name === 'spec'}
              type={type?.field(name) ?? null}
              isExplained={isExplained}
            />
          ))}
        </ul>
      </div>
    </Section>
  );
}

interface Help {
  /** What the cluster says of the place; null where it says nothing, or has not yet. */
  readonly type: TypeSchema | null;
  readonly isExplained: boolean;
}

interface FieldProps extends Help {
  readonly name: string;
  readonly value: unknown;
  readonly isOpen: boolean;
}

/** What is folded is not drawn: an object may hold a hundred thousand fields. */
function Field({ name, value, isOpen: isFirstOpen, ...help }: FieldProps) {
  const [isOpen, setOpen] = useState(isFirstOpen);
  const shown = <FieldName name={name} {...help} />;
  if (!(isObject(value) || Array.isArray(value)))
    return (
      <li>
        <span className="dim">{shown}</span> {visibleText(String(value))}
        <FieldMeaning {...help} />
      </li>
    );
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <li>
      <details open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          {shown} <span className="dim">{count}</span>
          <FieldMeaning {...help} />
        </summary>
        {isOpen ? <Entries value={value} {...help} /> : null}
      </details>
    </li>
  );
}

function Entries({ value, type, isExplained }: Help & { readonly value: object }) {
  const { t } = useTranslation();
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const left = entries.length - MAX_ENTRIES;
  return (
    <ul className={styles['tree']}>
      {entries.slice(0, MAX_ENTRIES).map(([name, entry]) => (
        <Field
          key={name}
          name={name}
          value={entry}
          isOpen={false}
          type={(isList ? type?.items : type?.field(name)) ?? null}
          isExplained={isExplained}
        />
      ))}
      {left > 0 ? <li className="dim">{t('detail.fieldsLeft', { count: left })}</li> : null}
    </ul>
  );
}
