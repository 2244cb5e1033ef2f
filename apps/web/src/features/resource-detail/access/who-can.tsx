import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhoCanAnswer } from '@lanthorn/protocol/http/role-messages.ts';
import type { Grantee } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/who-can.ts';
import { useClient } from '../../../data/client/client.ts';
import { type Asked, useAsked } from '../../../data/client/use-asked.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { SubjectLink } from './subject-link.tsx';

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;
type Verb = (typeof VERBS)[number];
/** These are asked of all objects of the kind: there is no name that could be meant. */
const OF_KIND: ReadonlySet<Verb> = new Set(['list', 'watch', 'create', 'deletecollection']);
const API_VERSION = 'rbac.authorization.k8s.io/v1';
/** More of them are no sentences that anybody reads. */
const MAX_TOLD = 100;

/** Who may do something to this object, and by what: asked when somebody opens it. */
export function WhoCan({ subject }: { readonly subject: DetailSubject }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [verb, setVerb] = useState<Verb>('delete');
  return (
    <details data-testid="who-can" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('whoCan.title')}</summary>
      {isOpen ? (
        <>
          <label>
            {t('whoCan.verb')}{' '}
            <Select
              choices={VERBS.map(value => ({ value, text: t(`whoCan.verbs.${value}`) }))}
              value={verb}
              onChange={value => setVerb(value)}
            />
          </label>
          <Answer subject={subject} verb={verb} />
        </>
      ) : null}
    </details>
  );
}

function Answer({ subject, verb }: { readonly subject: DetailSubject; readonly verb: Verb }) {
  const { t } = useTranslation();
  const told = useWhoCan(subject, verb);
  if (told === null) return <Skeleton lines={3} label={t('detail.loading')} />;
  if ('problem' in told) return <Notice tone="bad">{visibleText(told.problem)}</Notice>;
  const { grantees, unread, unknownRoles } = told.answer;
  return (
    <>
      {unread.map(({ resource, reason }) => (
        <p key={resource} className="tone-warning">
          {t('whoCan.unread', { kind: t(`kind.${resource}`), why: visibleText(problemWords(reason)) })}
        </p>
      ))}
      {unknownRoles.length === 0 ? null : (
        <p className="tone-warning">{t('whoCan.unknownRoles', { roles: visibleText(unknownRoles.join(', ')) })}</p>
      )}
      {grantees.length === 0 ? <p>{t('whoCan.nobody')}</p> : null}
      <ul>
        {grantees.slice(0, MAX_TOLD).map(grantee => (
          <li key={JSON.stringify(grantee)}>
            <Sentence cluster={subject.cluster} namespace={subject.namespace} grantee={grantee} />
          </li>
        ))}
      </ul>
      {grantees.length > MAX_TOLD ? (
        <p className="dim">{t('whoCan.more', { count: grantees.length - MAX_TOLD })}</p>
      ) : null}
      <p className="dim">{t('whoCan.onlyRoles')}</p>
    </>
  );
}

function Sentence({
  cluster,
  namespace,
  grantee: { kind, namespace: at, name, binding, role },
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly grantee: Grantee;
}) {
  const { t } = useTranslation();
  const who = visibleText(at === '' ? name : `${at}/${name}`);
  const place = (of: string) => (of.startsWith('Cluster') ? '' : namespace);
  return (
    <>
      <SubjectLink cluster={cluster} subject={{ kind, namespace: at, name }} namespace={namespace}>
        {t(`whoCan.subject.${kind}`, { who })}
      </SubjectLink>{' '}
      <span className="dim">{t('whoCan.by')}</span>{' '}
      <ObjectLink
        cluster={cluster}
        reference={{ apiVersion: API_VERSION, kind: binding.kind, namespace: place(binding.kind), name: binding.name }}
      >
        {`${binding.kind}/${visibleText(binding.name)}`}
      </ObjectLink>{' '}
      <span className="dim">{t('whoCan.with')}</span>{' '}
      <ObjectLink
        cluster={cluster}
        reference={{ apiVersion: API_VERSION, kind: role.kind, namespace: place(role.kind), name: role.name }}
      >
        {`${visibleText(role.kind)}/${visibleText(role.name)}`}
      </ObjectLink>
    </>
  );
}

function useWhoCan({ cluster, view, namespace, name }: DetailSubject, verb: Verb): Asked<WhoCanAnswer> | null {
  const { api } = useClient();
  const { group, resource } = view.resource;
  const question = { cluster, verb, group, resource, namespace, name: OF_KIND.has(verb) ? '' : name };
  return useAsked(question, asked => api.whoCan(asked));
}
