import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { offersPort, readyOf } from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
import type { TrafficPath } from '@lanthorn/views/kinds/gateway.networking.k8s.io/route-paths.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { SliceEndpoints } from './slice-endpoints.tsx';
import { useServiceSlices } from './use-service-slices.ts';

/** More of them are in its YAML: each asks for a Service and its endpoints. */
const MAX_ROUTES = 20;
const MAX_SLICES = 10;
const READY = columnIndex(ENDPOINT_SLICE_VIEW, 'ready');

interface TrafficPathsProps {
  readonly cluster: string;
  readonly paths: readonly TrafficPath[];
  readonly testId: string;
}

/** From what is asked for to what answers there, and where the way ends before; then which pods behind it are not ready, and why. */
export function TrafficPaths({ cluster, paths, testId }: TrafficPathsProps) {
  const { t } = useTranslation();
  if (paths.length === 0)
    return (
      <Section title={t('path.title')} testId={testId}>
        <p className="tone-warning">{t('path.noRoutes')}</p>
      </Section>
    );
  const shown = paths.slice(0, MAX_ROUTES);
  const services = new Map(
    shown.flatMap(({ namespace, service }) =>
      service === '' ? [] : [[`${namespace}/${service}`, { cluster, namespace, name: service }]],
    ),
  );
  return (
    <Section title={t('path.title')} testId={testId}>
      <Table columns={[{ title: t('path.from') }, { title: t('path.service') }, { title: t('path.state') }]}>
        {shown.map(path => (
          <tr key={JSON.stringify(path)}>
            <td data-place="title">{visibleText(path.from)}</td>
            <td data-place="detail">
              <Backend cluster={cluster} path={path} />
            </td>
            <td data-place="state">{path.service === '' ? null : <BackendState cluster={cluster} path={path} />}</td>
          </tr>
        ))}
      </Table>
      {paths.length > MAX_ROUTES ? <p className="dim">{t('path.more', { count: paths.length - MAX_ROUTES })}</p> : null}
      {[...services].map(([key, service]) => (
        <BehindService key={key} service={service} />
      ))}
    </Section>
  );
}

interface BackendProps {
  readonly cluster: string;
  readonly path: TrafficPath;
}

function Backend({ cluster, path: { namespace, service, port, share } }: BackendProps) {
  const { t } = useTranslation();
  if (service === '') return <span className="dim">{t('path.otherBackend')}</span>;
  return (
    <>
      <ObjectLink cluster={cluster} reference={{ apiVersion: 'v1', kind: 'Service', namespace, name: service }}>
        {`${visibleText(service)}${port === '' ? '' : `:${visibleText(port)}`}`}
      </ObjectLink>
      {share === null ? null : <span className="dim"> {t('path.share', { share: Math.round(share * 100) })}</span>}
    </>
  );
}

function BackendState({ cluster, path: { namespace, service, port } }: BackendProps) {
  const { t } = useTranslation();
  const { resource } = SERVICE_VIEW;
  const live = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name: service }), [cluster, resource, namespace, service]),
  );
  const slices = useWholeList(
    useMemo(() => ({ cluster, resource: ENDPOINT_SLICE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: exactTerm('service', service), sort: [] }), [namespace, service]),
    MAX_SLICES,
  );
  if (live.object === null) return <Status tone="bad" text={t('path.noService')} />;
  if (live.object !== undefined && !offersPort(live.object, port))
    return <Status tone="bad" text={t('path.noPort', { port: visibleText(port) })} />;
  const answer = listAnswer(slices).kind;
  if (answer !== 'told') return <span className="dim">{answer === 'loading' ? '…' : whyText(slices.state, t)}</span>;
  const found = readyOf([...slices.rows.values()].map(({ cells }) => cells[READY]));
  if (found === null) return <span className="dim">–</span>;
  const { ready, total } = found;
  const text = total === 0 ? t('path.noEndpoints') : t('path.readyOf', { ready, count: total });
  return <Status tone={ready === 0 ? 'bad' : ready < total ? 'warning' : 'ok'} text={text} />;
}

interface BehindServiceProps {
  readonly service: { readonly cluster: string; readonly namespace: string; readonly name: string };
}

/** Its pods that get no traffic, and why; nothing where all do, or none is there. */
function BehindService({ service }: BehindServiceProps) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = service;
  const { resource } = SERVICE_VIEW;
  const live = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  const { slices, pods } = useServiceSlices(service, live.object);
  const rows = [...slices.rows.values()];
  const found = readyOf(rows.map(({ cells }) => cells[READY]));
  if (found === null || found.ready === found.total) return null;
  return (
    <>
      <p className="tone-warning">{t('path.behind', { service: visibleText(name) })}</p>
      {rows.map(row => (
        <SliceEndpoints key={row.key} {...{ cluster, namespace, pods: pods.rows }} name={row.name} isOfTrouble />
      ))}
    </>
  );
}
