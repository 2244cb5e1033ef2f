import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject } from '@lanthorn/base/json.ts';
import { jobStatus } from '@lanthorn/views/kinds/batch/jobs.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { FailureText } from '../subject/failure-text.tsx';
import { LastWords } from '../subject/last-words.tsx';
import { ObjectLink } from '../subject/object-link.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { useOwnPods } from '../subject/use-own-pods.ts';
import type { SectionProps } from './section-props.ts';

const FAILING = 'health>=warning';
const NEWEST = [{ column: 'age', descending: false }] as const;

/** Why a workload is not well: what its newest pod that fails says. What is given stands below that, where there is such a pod. */
export function FailingPods({
  subject,
  object,
  children,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const { cluster, namespace } = subject;
  const { list, isUnsayable } = useOwnPods(subject, object, { filter: FAILING, sort: NEWEST, limit: 1 });
  if (isUnsayable) return null;
  const { rows, matched } = list;
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

/** The same of a Job. What went well in the end needs no reason. */
export function FailingJobPods({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  return jobStatus(object).tone === 'ok' ? null : <FailingPods subject={subject} object={object} />;
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
