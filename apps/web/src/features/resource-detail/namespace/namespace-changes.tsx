import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { LatestChanges } from '../../../parts/latest-changes.tsx';
import type { SectionProps } from '../sections/section-props.ts';

/** What was done in a namespace, and to it, and what its events tell; with the way to all of these. */
export function NamespaceChanges({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, name } = subject;
  return (
    <LatestChanges
      cluster={cluster}
      namespaces={[name]}
      uid={readMeta(object).uid}
      link={
        <Link
          to="/c/$cluster/$resource"
          params={{ cluster, resource: kindAddress(EVENT_VIEW.resource) }}
          search={{ ns: name } as never}
        >
          {t('kind.events')}
        </Link>
      }
    />
  );
}
