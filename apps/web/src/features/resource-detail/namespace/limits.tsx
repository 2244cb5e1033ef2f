import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { limitRows, LIMIT_RANGE_VIEW } from '@lanthorn/views/kinds/core/limitranges.ts';
import { RESOURCE_QUOTA_VIEW } from '@lanthorn/views/kinds/core/resourcequotas.ts';
import { NETWORK_POLICY_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/networkpolicies.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { MoreRows } from '../../../parts/more-rows.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { ListedRows } from '../sections/listed-rows.tsx';
import { MeterTable } from '../sections/meter-table.tsx';
import type { SectionProps } from '../sections/section-props.ts';

/** Each is read by itself: a namespace has one or two. */
const MAX_READ = 10;
const BY_NAME = [{ column: 'name', descending: false }];
const BOUNDS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** What bounds what may be in a namespace, and who may talk to it. */
export function Limits({ subject }: Pick<SectionProps, 'subject'>) {
  const { t } = useTranslation();
  const { cluster, name } = subject;
  return (
    <>
      <ReadEach cluster={cluster} namespace={name} view={RESOURCE_QUOTA_VIEW} none={t('limits.noQuotas')}>
        {object => <MeterTable rows={RESOURCE_QUOTA_VIEW.meters?.(object) ?? []} />}
      </ReadEach>
      <ReadEach cluster={cluster} namespace={name} view={LIMIT_RANGE_VIEW} none={t('limits.noRanges')}>
        {object => <Ranges range={object} />}
      </ReadEach>
      <ListedRows
        cluster={cluster}
        title={t('kind.networkpolicies')}
        none={t('limits.noPolicies')}
        columns={['pods', 'directions', 'age']}
        query={{ view: NETWORK_POLICY_VIEW, filter: '', namespaces: [name], sort: BY_NAME }}
      />
    </>
  );
}

/** The objects of a kind in a namespace, each read whole. */
function ReadEach({
  cluster,
  namespace,
  view,
  none,
  children,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly view: KindView;
  readonly none: string;
  readonly children: (object: unknown) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: view.resource }), [cluster, view]),
    useMemo(() => ({ namespaces: [namespace], filter: '', sort: BY_NAME }), [namespace]),
    MAX_READ,
  );
  const rows = [...list.rows.values()];
  return (
    <Section title={t(`kind.${view.resource.resource}`)} testId={`limits-${view.resource.resource}`}>
      {rows.length === 0 ? <ListGap list={list} none={none} /> : null}
      {rows.map(row => (
        <div key={row.key}>
          <p>
            <ObjectLink
              cluster={cluster}
              reference={{ apiVersion: apiVersionOf(view), kind: view.kind, namespace, name: row.name }}
            >
              {visibleText(row.name)}
            </ObjectLink>
          </p>
          <Whole cluster={cluster} view={view} namespace={namespace} name={row.name}>
            {children}
          </Whole>
        </div>
      ))}
      <MoreRows
        cluster={cluster}
        shown={rows.length}
        matched={list.matched}
        list={{ resource: view.resource, filter: '', namespaces: [namespace] }}
      />
    </Section>
  );
}

function apiVersionOf({ resource: { group, version } }: KindView): string {
  return group === '' ? version : `${group}/${version}`;
}

function Whole({
  cluster,
  view,
  namespace,
  name,
  children,
}: {
  readonly cluster: string;
  readonly view: KindView;
  readonly namespace: string;
  readonly name: string;
  readonly children: (object: unknown) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const { resource } = view;
  const { object } = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  if (object === undefined) return <Skeleton lines={3} label={t('detail.loading')} />;
  return object === null ? null : children(object);
}

function Ranges({ range }: { readonly range: unknown }) {
  const { t } = useTranslation();
  return (
    <Table
      columns={[
        { title: t('limits.type') },
        { title: t('limits.resource') },
        ...BOUNDS.map(bound => ({ title: t(`limits.${bound}`), align: 'right' as const })),
      ]}
    >
      {limitRows(range).map(row => (
        <tr key={`${row.type} ${row.resource}`}>
          <td>{visibleText(row.type)}</td>
          <td>{visibleText(row.resource)}</td>
          {BOUNDS.map(bound => (
            <td key={bound} data-align="right">
              {visibleText(row[bound]) || '–'}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
