import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import { isStatus, type Cell } from '@lanthorn/views/cells/cell.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { sliceEndpoints } from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { MAX_OWNED } from '../subject/owned-list.tsx';
import type { SectionProps } from '../sections/section-props.ts';

/** A thousand endpoints, a hundred in each; the Related tab has all. */
const MAX_SLICES = 10;
const TONES = { ready: 'ok', terminating: 'active', notReady: 'warning' } as const;
const STATUS = columnIndex(POD_VIEW, 'status');
const WHY = columnIndex(POD_VIEW, 'why');

/** From the Service to its pods: which get traffic, and of the others why they do not. */
export function ServicePath({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = subject;
  const slices = useWholeList(
    useMemo(() => ({ cluster, resource: ENDPOINT_SLICE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: exactTerm('service', name), sort: [] }), [namespace, name]),
    MAX_SLICES,
  );
  const selector = labelFilter({ spec: { selector: { matchLabels: getPath(object, 'spec', 'selector') } } });
  const pods = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: selector ?? '', sort: [] }), [namespace, selector]),
    selector === null ? 0 : MAX_OWNED,
  );
  const external = asString(getPath(object, 'spec', 'externalName'));
  if (external !== '')
    return (
      <Section title={t('path.title')} testId="service-path">
        <p>{t('path.external', { host: visibleText(external) })}</p>
      </Section>
    );
  const rows = [...slices.rows.values()];
  const isTold = listAnswer(slices).kind === 'told';
  return (
    <Section title={t('path.title')} testId="service-path">
      {selector === null ? <p className="dim">{t('path.noSelector')}</p> : null}
      {isTold && selector !== null && pods.matched === 0 ? <p className="tone-warning">{t('path.noPods')}</p> : null}
      {rows.length === 0 ? <ListGap list={slices} none={t('path.noEndpoints')} className="tone-warning" /> : null}
      {rows.map(row => (
        <Slice key={row.key} cluster={cluster} namespace={namespace} name={row.name} pods={pods.rows} />
      ))}
    </Section>
  );
}

interface SliceProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly pods: ReadonlyMap<string, WireRow>;
}

function Slice({ cluster, namespace, name, pods }: SliceProps) {
  const { t } = useTranslation();
  const { resource } = ENDPOINT_SLICE_VIEW;
  const { object } = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  if (object === undefined) return <Skeleton lines={2} label={t('detail.loading')} />;
  const endpoints = sliceEndpoints(object);
  if (endpoints.length === 0) return <p className="tone-warning">{t('path.emptySlice')}</p>;
  const ready = endpoints.filter(({ state }) => state === 'ready').length;
  // Where all get traffic nobody asks why not.
  const why = ready === endpoints.length ? [] : [{ title: t('path.why') }];
  return (
    <>
      <p className={ready === endpoints.length ? 'dim' : 'tone-warning'}>
        {t('path.readyOf', { ready, count: endpoints.length })}
      </p>
      <Table columns={[{ title: t('path.pod') }, { title: t('path.address') }, { title: t('path.state') }, ...why]}>
        {endpoints.map(({ address, state, pod }) => (
          <tr key={`${address} ${pod}`}>
            <td data-place="title">
              {pod === '' ? (
                '–'
              ) : (
                <ObjectLink cluster={cluster} reference={{ apiVersion: 'v1', kind: 'Pod', namespace, name: pod }}>
                  {visibleText(pod)}
                </ObjectLink>
              )}
            </td>
            <td data-place="detail">{visibleText(address)}</td>
            <td data-place="state">
              <Status tone={TONES[state]} text={t(`path.${state}`)} />
            </td>
            {why.length === 0 ? null : (
              <td data-place="detail" data-whole>
                {state === 'ready' ? '' : visibleText(whyNot(pods.get(`${namespace}/${pod}`)))}
              </td>
            )}
          </tr>
        ))}
      </Table>
    </>
  );
}

/** What the pod's own row says; nothing where it is not known. */
function whyNot(pod: WireRow | undefined): string {
  const why = asString(pod?.cells[WHY]);
  if (why !== '') return why;
  const status = pod?.cells[STATUS] as Cell | undefined;
  return status !== undefined && isStatus(status) ? status.status : '';
}
