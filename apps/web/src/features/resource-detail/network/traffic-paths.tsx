import type { TFunction } from 'i18next';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { offersPort, readyOf } from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
import type { TrafficPath } from '@lanthorn/views/kinds/gateway.networking.k8s.io/route-paths.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import type { WholeList } from '../../../data/lists/use-whole-list.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { SliceEndpoints } from './slice-endpoints.tsx';
import { type ServicePlace, useSelectedPods, useServiceSlices } from './use-service-slices.ts';

/** More of them are in its YAML: each asks for a Service and its endpoints. */
const MAX_PATHS = 20;
const READY = columnIndex(ENDPOINT_SLICE_VIEW, 'ready');

interface TrafficPathsProps {
  readonly cluster: string;
  readonly paths: readonly TrafficPath[];
  readonly testId: string;
}

/** What is known of a Service: asked once, however many ways lead there. */
interface ToldService {
  /** Null where there is none; undefined while that is not known. */
  readonly service: unknown;
  readonly slices: WholeList;
}

/** From what is asked for to what answers there, and where the way ends before; then which pods behind it are not ready, and why. */
export function TrafficPaths({ cluster, paths, testId }: TrafficPathsProps) {
  const { t } = useTranslation();
  const [told, setTold] = useState<ReadonlyMap<string, ToldService>>(new Map());
  const onTold = useCallback(
    (key: string, service: ToldService) => setTold(before => new Map(before).set(key, service)),
    [],
  );
  if (paths.length === 0)
    return (
      <Section title={t('path.title')} testId={testId}>
        <p className="tone-warning">{t('path.noRoutes')}</p>
      </Section>
    );
  const shown = paths.slice(0, MAX_PATHS);
  const services = new Map(
    shown.flatMap(path => {
      const { namespace, service: name } = path;
      return name === '' ? [] : [[serviceKey(path), { cluster, namespace, name }]];
    }),
  );
  return (
    <Section title={t('path.title')} testId={testId}>
      <Table columns={[{ title: t('path.from') }, { title: t('path.service') }, { title: t('path.state') }]}>
        {shown.map((path, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- two ways may be the same
          <tr key={i}>
            <td data-place="title">{visibleText(path.from)}</td>
            <td data-place="detail">
              <Backend cluster={cluster} path={path} />
            </td>
            <td data-place="state">
              {path.service === '' ? null : <BackendState port={path.port} told={told.get(serviceKey(path))} />}
            </td>
          </tr>
        ))}
      </Table>
      {paths.length > MAX_PATHS ? <p className="dim">{t('path.more', { count: paths.length - MAX_PATHS })}</p> : null}
      {[...services].map(([key, service]) => (
        <BehindService key={key} of={key} service={service} onTold={onTold} />
      ))}
    </Section>
  );
}

const serviceKey = ({ namespace, service }: TrafficPath) => `${namespace}/${service}`;

function Backend({ cluster, path }: { readonly cluster: string; readonly path: TrafficPath }) {
  const { t } = useTranslation();
  const { namespace, service, port, share } = path;
  if (service === '')
    return <span className="dim">{t(path.isAnswer ? 'path.answersItself' : 'path.otherBackend')}</span>;
  return (
    <>
      <ObjectLink cluster={cluster} reference={{ apiVersion: 'v1', kind: 'Service', namespace, name: service }}>
        {`${visibleText(service)}${port === '' ? '' : `:${visibleText(port)}`}`}
      </ObjectLink>
      {share === null ? null : <span className="dim"> {shareText(share, t)}</span>}
    </>
  );
}

/** What is little is not none. */
function shareText(share: number, t: TFunction): string {
  if (share > 0 && share < 0.01) return t('path.smallShare');
  return t('path.share', { share: Math.round(share * 100) });
}

function BackendState({ port, told }: { readonly port: string; readonly told: ToldService | undefined }) {
  const { t } = useTranslation();
  if (told === undefined) return <span className="dim">…</span>;
  const { service, slices } = told;
  if (service === null) return <Status tone="bad" text={t('path.noService')} />;
  if (service !== undefined && !offersPort(service, port))
    return <Status tone="bad" text={t('path.noPort', { port: visibleText(port) })} />;
  const answer = listAnswer(slices).kind;
  if (answer !== 'told') return <span className="dim">{answer === 'loading' ? '…' : whyText(slices.state, t)}</span>;
  const found = readyOfSlices(slices);
  if (found === null) return <span className="dim">–</span>;
  const { ready, total } = found;
  const text = total === 0 ? t('path.noEndpoints') : t('path.readyOf', { ready, count: total });
  return <Status tone={ready === 0 ? 'bad' : ready < total ? 'warning' : 'ok'} text={text} />;
}

const readyOfSlices = ({ rows }: WholeList) => readyOf([...rows.values()].map(({ cells }) => cells[READY]));

interface BehindServiceProps {
  readonly of: string;
  readonly service: ServicePlace;
  readonly onTold: (key: string, told: ToldService) => void;
}

/** Asks for a Service and its endpoints, tells them, and shows its pods that get no traffic; nothing where all do, or none is there. */
function BehindService({ of, service, onTold }: BehindServiceProps) {
  const { cluster, namespace, name } = service;
  const { resource } = SERVICE_VIEW;
  const { object } = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  const slices = useServiceSlices(service);
  useEffect(() => onTold(of, { service: object, slices }), [onTold, of, object, slices]);
  const found = readyOfSlices(slices);
  if (found === null || found.ready === found.total) return null;
  return <NotReady service={service} object={object} slices={slices} />;
}

interface NotReadyProps {
  readonly service: ServicePlace;
  readonly object: unknown;
  readonly slices: WholeList;
}

function NotReady({ service, object, slices }: NotReadyProps) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = service;
  const { pods } = useSelectedPods(service, object);
  const rows = [...slices.rows.values()].filter(({ cells }) => !isAllReady(readyOf([cells[READY]])));
  return (
    <>
      <p className="tone-warning">{t('path.behind', { service: visibleText(name) })}</p>
      {rows.map(row => (
        <SliceEndpoints key={row.key} {...{ cluster, namespace, pods: pods.rows }} name={row.name} isOfTrouble />
      ))}
    </>
  );
}

const isAllReady = (found: ReturnType<typeof readyOf>) => found !== null && found.ready === found.total;
