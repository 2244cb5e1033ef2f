import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RESTART_WORKLOAD } from '@lanthorn/actions/workload/restart-workload.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { distinctRights } from '@lanthorn/actions/machinery/distinct-rights.ts';
import { apiVersionOf, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type {
  DataReader,
  DataReadersAnswer,
  DataReadersRequest,
} from '@lanthorn/protocol/http/data-reader-messages.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { needsRestart } from '@lanthorn/views/facts/data-readings.ts';
import { openActionDialog } from '../../../data/actions/action-dialog-store.ts';
import { useWhyNot } from '../../../data/actions/use-why-not.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, problemOf, useAsked } from '../../../data/client/use-asked.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { ObjectLink } from '../subject/object-link.tsx';

/** Who reads the values of this object, and who sees a change of them only when it is started again: that is offered. */
export function DataReaders({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, namespace, name, view } = subject;
  const kind = view.resource.resource as DataReadersRequest['kind'];
  const { api } = useClient();
  const { resourceVersion } = readMeta(object);
  const asked = useAsked({ cluster, kind, namespace, name }, request => api.dataReaders(request), resourceVersion);
  const [answer, problem] = [answerOf(asked), problemOf(asked)];
  return (
    <Section
      title={t('readers.title')}
      note={answer === null || answer.total === 0 ? '' : String(answer.total)}
      testId="data-readers"
    >
      {problem === null ? null : <Notice tone="bad">{t('readers.failed', { why: visibleText(problem) })}</Notice>}
      {answer === null && problem === null ? <Skeleton lines={2} label={t('detail.loading')} /> : null}
      {answer === null ? null : <Told cluster={cluster} answer={answer} />}
    </Section>
  );
}

function Told({
  cluster,
  answer: { readers, total, unread },
}: {
  readonly cluster: string;
  readonly answer: DataReadersAnswer;
}) {
  const { t } = useTranslation();
  return (
    <>
      {unread.length === 0 ? null : (
        <p className="tone-warning">{t('readers.unread', { kinds: unread.map(visibleText).join(', ') })}</p>
      )}
      {readers.length === 0 ? (
        <p className="dim">{t(unread.length === 0 ? 'readers.none' : 'readers.noneKnown')}</p>
      ) : (
        <Table columns={[{ title: t('readers.who') }, { title: t('readers.how') }, { title: t('readers.sees') }]}>
          {readers.map(reader => (
            <Reader key={reader.uid} cluster={cluster} reader={reader} />
          ))}
        </Table>
      )}
      {readers.length < total ? (
        <p className="tone-warning">{t('rows.shown', { shown: readers.length, count: total })}</p>
      ) : null}
      <Restart cluster={cluster} readers={readers} />
    </>
  );
}

function Reader({
  cluster,
  reader: { resource, namespace, name, readings },
}: {
  readonly cluster: string;
  readonly reader: DataReader;
}) {
  const { t } = useTranslation();
  const kind = findKindEntry(resource)?.kind ?? groupResource(resource);
  const waits = readings.some(needsRestart);
  return (
    <tr>
      <td data-place="title">
        <ObjectLink cluster={cluster} reference={{ apiVersion: apiVersionOf(resource), kind, namespace, name }}>
          {kind}/{visibleText(name)}
        </ObjectLink>
      </td>
      <td data-place="detail">
        {readings
          .map(({ way, keys }) =>
            keys.length === 0
              ? t(`readers.way.${way}`)
              : t('readers.some', { way: t(`readers.way.${way}`), keys: keys.map(visibleText).join(', ') }),
          )
          .join('; ')}
      </td>
      <td data-place="detail" className={waits ? 'tone-warning' : ''}>
        {t(waits ? 'readers.restart' : 'readers.itself')}
      </td>
    </tr>
  );
}

/** What can be started again as a whole and has to be; pods alone are deleted by whoever knows what that means. */
function Restart({ cluster, readers }: { readonly cluster: string; readonly readers: readonly DataReader[] }) {
  const { t } = useTranslation();
  const targets = useMemo(
    () =>
      readers
        .filter(({ resource, readings }) => RESTART_WORKLOAD.appliesTo(resource) && readings.some(needsRestart))
        .map(({ resource, namespace, name, uid }): ObjectTarget => ({ cluster, resource, namespace, name, uid })),
    [cluster, readers],
  );
  const rights = useMemo(() => distinctRights(targets.map(target => RESTART_WORKLOAD.right(target))), [targets]);
  const whyNot = useWhyNot(RESTART_WORKLOAD.kind, cluster, rights);
  if (targets.length === 0) return null;
  return (
    <p>
      <Button why={whyNot ?? null} onClick={() => openActionDialog(RESTART_WORKLOAD.kind, targets)}>
        {t('readers.restartAll', { count: targets.length })}
      </Button>
    </p>
  );
}
