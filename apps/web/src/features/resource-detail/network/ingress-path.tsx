import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import {
  type IngressPath as Route,
  ingressPaths,
  offersPort,
  readyOf,
} from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
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
import type { SectionProps } from '../sections/section-props.ts';

/** More of them are in its YAML: each asks for a Service and its endpoints. */
const MAX_ROUTES = 20;
const MAX_SLICES = 10;
const READY = columnIndex(ENDPOINT_SLICE_VIEW, 'ready');

/** From each host and path to what answers there, and where the way ends before. */
export function IngressPath({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const routes = ingressPaths(object);
  if (routes.length === 0)
    return (
      <Section title={t('path.title')} testId="ingress-path">
        <p className="tone-warning">{t('path.noRoutes')}</p>
      </Section>
    );
  return (
    <Section title={t('path.title')} testId="ingress-path">
      <Table columns={[{ title: t('path.from') }, { title: t('path.service') }, { title: t('path.state') }]}>
        {routes.slice(0, MAX_ROUTES).map(route => (
          <tr key={JSON.stringify(route)}>
            <td data-place="title">{`${route.isTls ? 'https' : 'http'}://${visibleText(route.host)}${visibleText(route.path)}`}</td>
            <td data-place="detail">
              <Backend cluster={subject.cluster} namespace={subject.namespace} route={route} />
            </td>
            <td data-place="state">
              {route.service === '' ? null : (
                <BackendState cluster={subject.cluster} namespace={subject.namespace} route={route} />
              )}
            </td>
          </tr>
        ))}
      </Table>
      {routes.length > MAX_ROUTES ? (
        <p className="dim">{t('path.more', { count: routes.length - MAX_ROUTES })}</p>
      ) : null}
    </Section>
  );
}

interface BackendProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly route: Route;
}

function Backend({ cluster, namespace, route: { service, port } }: BackendProps) {
  const { t } = useTranslation();
  if (service === '') return <span className="dim">{t('path.otherBackend')}</span>;
  return (
    <ObjectLink cluster={cluster} reference={{ apiVersion: 'v1', kind: 'Service', namespace, name: service }}>
      {`${visibleText(service)}${port === '' ? '' : `:${visibleText(port)}`}`}
    </ObjectLink>
  );
}

function BackendState({ cluster, namespace, route: { service, port } }: BackendProps) {
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
