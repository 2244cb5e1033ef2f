import { Link } from '@tanstack/react-router';
import { createContext, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asObject, isObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { referenceInField } from '@lanthorn/views/cells/guess-references.ts';
import type { Reference, ReferenceRule } from '@lanthorn/views/cells/reference.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
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
  const type = useKindType(subject, { object, isWanted: isNear });
  const { namespace } = readMeta(object);
  const { cluster, view } = subject;
  const within = useMemo(() => ({ cluster, namespace, rules: view.references ?? [] }), [cluster, namespace, view]);
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
        <WithinContext value={within}>
          <ul className={styles['tree']}>
            {entries.map(([name, value]) => (
              <Field
                key={name}
                name={name}
                path={`.${name}`}
                value={value}
                isOpen={name === 'spec'}
                type={type?.field(name) ?? null}
                isExplained={isExplained}
              />
            ))}
          </ul>
        </WithinContext>
      </div>
    </Section>
  );
}

/** The object whose fields are shown, as far as what they name is looked for. */
const WithinContext = createContext<{
  readonly cluster: string;
  readonly namespace: string;
  readonly rules: readonly ReferenceRule[];
}>({ cluster: '', namespace: '', rules: [] });

interface Help {
  /** What the cluster says of the place; null where it says nothing, or has not yet. */
  readonly type: TypeSchema | null;
  readonly isExplained: boolean;
}

interface FieldProps extends Help {
  readonly name: string;
  /** Where it stands, as rules of references say it. */
  readonly path: string;
  readonly value: unknown;
  readonly isOpen: boolean;
  /** The object that this field is the name of, where the one around it says so. */
  readonly named?: Reference | null;
}

/** What is folded is not drawn: an object may hold a hundred thousand fields. */
function Field({ name, path, value, isOpen: isFirstOpen, named = null, ...help }: FieldProps) {
  const { cluster, namespace, rules } = useContext(WithinContext);
  const reference = named ?? referenceInField(rules, { name, path, value, namespace });
  const [isOpen, setOpen] = useState(isFirstOpen || reference !== null);
  const shown = <FieldName name={name} {...help} />;
  if (!(isObject(value) || Array.isArray(value)))
    return (
      <li className="in-text">
        <span className="dim">{shown}</span>{' '}
        {reference === null ? visibleText(String(value)) : <Named cluster={cluster} reference={reference} />}
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
        {isOpen ? <Entries {...{ path, value, reference }} {...help} /> : null}
      </details>
    </li>
  );
}

/** What a field names leads to its page. */
function Named({ cluster, reference }: { readonly cluster: string; readonly reference: Reference }) {
  const { namespace, name } = reference;
  return (
    <Link
      to="/c/$cluster/$resource/$namespace/$name"
      params={{ cluster, resource: kindAddress(reference), namespace: namespace || '-', name }}
    >
      {visibleText(name)}
    </Link>
  );
}

interface EntriesProps extends Help {
  readonly path: string;
  readonly value: object;
  /** What it names as a whole. */
  readonly reference: Reference | null;
}

function Entries({ path, value, reference, type, isExplained }: EntriesProps) {
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
          path={isList ? `${path}[*]` : `${path}.${name}`}
          value={entry}
          isOpen={false}
          named={name === 'name' ? reference : null}
          type={(isList ? type?.items : type?.field(name)) ?? null}
          isExplained={isExplained}
        />
      ))}
      {left > 0 ? <li className="dim">{t('detail.fieldsLeft', { count: left })}</li> : null}
    </ul>
  );
}
