import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { isStatus, type Cell } from '@lanthorn/views/cells/cell.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { sliceEndpoints } from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';

const TONES = { ready: 'ok', terminating: 'active', notReady: 'warning' } as const;
const STATUS = columnIndex(POD_VIEW, 'status');
const WHY = columnIndex(POD_VIEW, 'why');

interface SliceProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly pods: ReadonlyMap<string, WireRow>;
  /** Only those that get no traffic are told. */
  readonly isOfTrouble?: boolean;
}

/** The endpoints of a slice, and why some get no traffic. */
export function SliceEndpoints({ cluster, namespace, name, pods, isOfTrouble = false }: SliceProps) {
  const { t } = useTranslation();
  const { resource } = ENDPOINT_SLICE_VIEW;
  const { object } = useLiveObject(
    useMemo(() => ({ cluster, resource, namespace, name }), [cluster, resource, namespace, name]),
  );
  if (object === undefined) return <Skeleton lines={2} label={t('detail.loading')} />;
  const all = sliceEndpoints(object);
  const endpoints = isOfTrouble ? all.filter(({ state }) => state !== 'ready') : all;
  if (isOfTrouble && endpoints.length === 0) return null;
  if (endpoints.length === 0) return <p className="tone-warning">{t('path.emptySlice')}</p>;
  const ready = endpoints.filter(({ state }) => state === 'ready').length;
  // Where all get traffic nobody asks why not.
  const why = ready === endpoints.length ? [] : [{ title: t('path.why') }];
  return (
    <>
      {isOfTrouble ? null : (
        <p className={ready === endpoints.length ? 'dim' : 'tone-warning'}>
          {t('path.readyOf', { ready, count: endpoints.length })}
        </p>
      )}
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
