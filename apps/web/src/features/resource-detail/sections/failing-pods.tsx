import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { isObject } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { jobStatus } from '@lanthorn/views/kinds/batch/jobs.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { FailureText } from '../subject/failure-text.tsx';
import { LastWords } from '../subject/last-words.tsx';
import { ObjectLink } from '../subject/object-link.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import type { SectionProps } from './section-props.ts';

const FAILING = 'health>=warning';
const NEWEST = [{ column: 'age', descending: false }] as const;

/** Why a workload is not well: what its newest pod that fails says. What is given stands below that, where there is such a pod. */
export function FailingPods({
  subject,
  object,
  children,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly children?: ReactNode }) {
  const filter = labelFilter(object);
  return filter === null ? null : (
    <FailingPod subject={subject} filter={`${filter} ${FAILING}`}>
      {children}
    </FailingPod>
  );
}

/** The same of a Job, whose pods are its own whatever selects them. What went well in the end needs no reason. */
export function FailingJobPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  return jobStatus(object).tone === 'ok' ? null : (
    <FailingPod subject={subject} filter={FAILING} ownerUid={readMeta(object).uid} />
  );
}

function FailingPod({
  subject,
  filter,
  ownerUid,
  children,
}: {
  readonly subject: DetailSubject;
  readonly filter: string;
  readonly ownerUid?: string;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { cluster, namespace } = subject;
  const { rows, matched } = useWholeList(
    useMemo(
      () => ({ cluster, resource: POD_VIEW.resource, ...(ownerUid === undefined ? {} : { ownerUid }) }),
      [cluster, ownerUid],
    ),
    useMemo(() => ({ namespaces: [namespace], filter, sort: [...NEWEST] }), [namespace, filter]),
    1,
  );
  const [row] = rows.values();
  const name = row?.name ?? '';
  if (name === '') return null;
  return (
    <>
      <p>
        {t('failingPods.count', { count: matched ?? 1 })}{' '}
        <ObjectLink cluster={cluster} reference={{ apiVersion: 'v1', kind: 'Pod', namespace, name }}>
          {visibleText(name)}
        </ObjectLink>
      </p>
      <PodTroubles subject={subject} name={name} />
      {children}
    </>
  );
}

function PodTroubles({
  subject: { cluster, namespace },
  name,
}: {
  readonly subject: DetailSubject;
  readonly name: string;
}) {
  const { object } = useLiveObject({ cluster, resource: POD_VIEW.resource, namespace, name });
  const { t } = useTranslation();
  // Of a pod that is not told yet nothing is said.
  const troubles = isObject(object) ? (POD_VIEW.troubles?.(object) ?? []) : [];
  const [first] = troubles;
  return (
    <>
      {troubles.map(trouble => (
        <FailureText key={`${trouble.container} ${trouble.message}`} {...trouble} />
      ))}
      {first === undefined ? null : (
        <LastWords
          pod={{ cluster, namespace, name, object }}
          trouble={first}
          link={
            <Link
              to="/c/$cluster/$resource/$namespace/$name"
              params={{ cluster, resource: kindAddress(POD_VIEW.resource), namespace, name }}
              search={{ tab: 'logs' } as never}
            >
              {t('tab.logs')}
            </Link>
          }
        />
      )}
    </>
  );
}
