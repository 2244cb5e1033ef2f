import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { KindEntry, ObjectReference } from '@lanthorn/views/cells/kind-view.ts';
import { findKindOf } from '@lanthorn/views/kind-index.ts';
import { roleOf } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-rules.ts';
import {
  type AccessSubject,
  subjectObject,
  subjectsOf,
  subjectText,
} from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { rightLines } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Section } from '../../../ui/screen/section.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { RightSentences } from '../../../parts/rights/right-sentences.tsx';
import { SubjectLink } from './subject-link.tsx';

/** The rest is in the YAML. */
const MAX_SUBJECTS = 100;

/** To whom a binding gives its role, each with the way to all that they may do, and what the role gives. */
export function Binding({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t, i18n } = useTranslation();
  const { cluster } = subject;
  const { namespace } = readMeta(object);
  const subjects = subjectsOf(object, namespace);
  const role = roleOf(object);
  const entry = findKindOf(role);
  return (
    <>
      <Section
        title={t('binding.subjects')}
        note={subjects.length === 0 ? '' : subjects.length.toLocaleString(i18n.language)}
        testId="binding-subjects"
      >
        {subjects.length === 0 ? <p className="dim">{t('binding.nobody')}</p> : null}
        <ul>
          {subjects.slice(0, MAX_SUBJECTS).map(one => (
            <li key={subjectText(one)} className="in-text">
              <Who cluster={cluster} subject={one} namespace={namespace} />
            </li>
          ))}
        </ul>
        {subjects.length > MAX_SUBJECTS ? (
          <p className="dim">{t('whoCan.more', { count: subjects.length - MAX_SUBJECTS })}</p>
        ) : null}
      </Section>
      <Section title={t('binding.role', { role: visibleText(`${role.kind}/${role.name}`) })} testId="binding-role">
        {entry === undefined || role.name === '' ? (
          <p className="tone-warning">{t('rights.unknownRole')}</p>
        ) : (
          <RoleRights cluster={cluster} entry={entry} role={role} />
        )}
      </Section>
    </>
  );
}

/** Who it is, with the way to its page where it is an object, and to what it may do. */
function Who({
  cluster,
  subject,
  namespace,
}: {
  readonly cluster: string;
  readonly subject: AccessSubject;
  readonly namespace: string;
}) {
  const { t } = useTranslation();
  const who = visibleText(subject.namespace === '' ? subject.name : `${subject.namespace}/${subject.name}`);
  const words = t(`whoCan.subject.${subject.kind}`, { who });
  const object = subjectObject(subject);
  return (
    <>
      {object === null ? (
        words
      ) : (
        <ObjectLink cluster={cluster} reference={object}>
          {words}
        </ObjectLink>
      )}
      {' · '}
      <SubjectLink cluster={cluster} subject={subject} namespace={namespace}>
        {t('rights.show')}
      </SubjectLink>
    </>
  );
}

function RoleRights({
  cluster,
  entry: { resource, namespaced },
  role: { namespace: at, name },
}: {
  readonly cluster: string;
  readonly entry: KindEntry;
  readonly role: ObjectReference;
}) {
  const { t } = useTranslation();
  const namespace = namespaced ? at : '';
  const { object, state } = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  if (object === null) return <p className="tone-warning">{t('rights.noRole')}</p>;
  if (object !== undefined) return <RightSentences lines={rightLines(object)} />;
  if (state.kind === 'loading' || state.kind === 'live') return <Skeleton lines={3} label={t('detail.loading')} />;
  return <p className="tone-warning">{t('rights.unreadRole', { why: whyText(state, t) })}</p>;
}
