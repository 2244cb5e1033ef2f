import { useTranslation } from 'react-i18next';
import {
  type AccessSubject,
  parseSubject,
  SUBJECT_KINDS,
  subjectObject,
  subjectText,
} from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';
import { useStateOf } from '../../../ui/form/use-state-of.ts';
import { ScreenTitle } from '../../../ui/screen/screen-title.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { SubjectRights } from './subject-rights.tsx';
import styles from './rights-page.module.css';

/** What somebody may do in this cluster: who is asked about stands in the address. */
export function RightsPage() {
  const { t } = useTranslation();
  const { cluster, search, namespaces, setSearch } = useViewState();
  const text = search.q ?? '';
  const subject = parseSubject(text);
  return (
    <section className="list-page" aria-label={t('rights.title')} data-testid="rights-page">
      <div className="toolbar">
        <ScreenTitle>{t('rights.title')}</ScreenTitle>
      </div>
      <div className="tab-body" tabIndex={0} role="group" aria-label={t('rights.title')}>
        <AskForm text={text} onAsk={q => setSearch({ q }, 'push')} />
        {subject === null ? (
          <p className="dim">{t(text === '' ? 'rights.whom' : 'rights.noName')}</p>
        ) : (
          <>
            <h2>
              <Title cluster={cluster} subject={subject} />
            </h2>
            <SubjectRights
              cluster={cluster}
              subject={subject}
              namespace={subject.namespace === '' ? (namespaces[0] ?? '') : subject.namespace}
            />
          </>
        )}
      </div>
    </section>
  );
}

function Title({ cluster, subject }: { readonly cluster: string; readonly subject: AccessSubject }) {
  const { t } = useTranslation();
  const { kind, namespace, name } = subject;
  const object = subjectObject(subject);
  const words = t(`whoCan.subject.${kind}`, { who: visibleText(namespace === '' ? name : `${namespace}/${name}`) });
  if (object === null) return words;
  return (
    <ObjectLink cluster={cluster} reference={object}>
      {words}
    </ObjectLink>
  );
}

function AskForm({ text, onAsk }: { readonly text: string; readonly onAsk: (subject: string) => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useStateOf<{ readonly kind: AccessSubject['kind']; readonly name: string }>(text, () => ({
    kind: parseSubject(text)?.kind ?? 'User',
    name: text.slice(text.indexOf('/') + 1),
  }));
  const { kind, name } = fields;
  const asked = parseSubject(`${kind}/${name.trim()}`);
  return (
    <form
      className={styles['form']}
      onSubmit={event => {
        event.preventDefault();
        if (asked !== null) onAsk(subjectText(asked));
      }}
    >
      <Select
        aria-label={t('rights.kind')}
        choices={SUBJECT_KINDS.map(value => ({ value, text: t(`rights.kinds.${value}`) }))}
        value={kind}
        onChange={next => setFields({ ...fields, kind: next })}
      />
      <BareInput
        aria-label={t('rights.name')}
        placeholder={t(`rights.example.${kind}`)}
        value={name}
        onChange={next => setFields({ ...fields, name: next })}
      />
      <Button type="submit" why={asked === null ? t('rights.noName') : null}>
        {t('rights.ask')}
      </Button>
    </form>
  );
}
