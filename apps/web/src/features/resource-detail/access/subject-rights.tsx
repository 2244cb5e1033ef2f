import { useTranslation } from 'react-i18next';
import { type AccessSubject, isAboveRoles } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import type { ToldGrant } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/what-may.ts';
import { useClient } from '../../../data/client/client.ts';
import { useAsked } from '../../../data/client/use-asked.ts';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { RightSentences } from '../../../parts/rights/right-sentences.tsx';
import { SubjectLink } from './subject-link.tsx';
import styles from './subject-rights.module.css';

const API_VERSION = 'rbac.authorization.k8s.io/v1';

interface Question {
  readonly cluster: string;
  readonly subject: AccessSubject;
  /** Whose bindings are read where those of all namespaces may not be. */
  readonly namespace: string;
}

/** What somebody may do, by roles and bindings: where, by which, and in sentences. */
export function SubjectRights(asked: Question) {
  const { t } = useTranslation();
  const { api } = useClient();
  const { kind, namespace: of, name } = asked.subject;
  const told = useAsked({ ...asked, subject: { kind, namespace: of, name } }, question => api.whatMay(question));
  if (told === null) return <Skeleton lines={4} label={t('detail.loading')} />;
  if ('problem' in told) return <Notice tone="bad">{visibleText(told.problem)}</Notice>;
  const { grants, left, onlyIn, unread } = told.answer;
  const places = [...new Set(grants.map(({ namespace }) => namespace))];
  return (
    <>
      {isAboveRoles(asked.subject) ? <Notice tone="warning">{t('rights.masters')}</Notice> : null}
      {unread.map(({ resource, reason }) => (
        <p key={resource} className="tone-warning">
          {t('rights.unread', { kind: t(`kind.${resource}`), why: visibleText(problemWords(reason)) })}
        </p>
      ))}
      {onlyIn === null ? null : (
        <p className="tone-warning">{t('rights.onlyIn', { namespace: visibleText(onlyIn) })}</p>
      )}
      {grants.length === 0 ? <p>{t('rights.nothing')}</p> : null}
      {places.map(place => (
        <section key={place} className={styles['place']} data-testid={`rights-in-${place}`}>
          <h3>{place === '' ? t('rights.everywhere') : t('rights.in', { namespace: visibleText(place) })}</h3>
          {grants
            .filter(({ namespace }) => namespace === place)
            .map(grant => (
              <Grant key={JSON.stringify([grant.binding, grant.role])} {...asked} grant={grant} />
            ))}
        </section>
      ))}
      {left > 0 ? <p className="dim">{t('rights.left', { count: left })}</p> : null}
      <p className="dim">{t('rights.onlyRoles')}</p>
    </>
  );
}

function Grant({ cluster, namespace: asked, grant }: Question & { readonly grant: ToldGrant }) {
  const { t } = useTranslation();
  const { namespace, binding, role, through, lines } = grant;
  const link = ({ kind, name }: { readonly kind: string; readonly name: string }) => (
    <ObjectLink cluster={cluster} reference={{ apiVersion: API_VERSION, kind, namespace, name }}>
      {`${visibleText(kind)}/${visibleText(name)}`}
    </ObjectLink>
  );
  return (
    <>
      <p>
        <span className="dim">{t('whoCan.by')}</span> {link(binding)} <span className="dim">{t('whoCan.with')}</span>{' '}
        {link(role)}
        {through === '' ? null : (
          <>
            {' '}
            <span className="dim">{t('rights.through')}</span>{' '}
            <SubjectLink cluster={cluster} subject={{ kind: 'Group', namespace: '', name: through }} namespace={asked}>
              {visibleText(through)}
            </SubjectLink>
          </>
        )}
      </p>
      {lines === null ? <p className="tone-warning">{t('rights.unknownRole')}</p> : <RightSentences lines={lines} />}
    </>
  );
}
