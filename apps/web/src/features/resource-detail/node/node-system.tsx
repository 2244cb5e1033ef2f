import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { LEASE_VIEW } from '@lanthorn/views/kinds/coordination.k8s.io/leases.ts';
import { nodeImages, versionSkew } from '@lanthorn/views/facts/node-room.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, useAsked } from '../../../data/client/use-asked.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { bytesText } from '../../../ui/words/quantity-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import type { SectionProps } from '../sections/section-props.ts';

const LEASES = 'kube-node-lease';
/** The largest are what fills a disk. */
const MAX_IMAGES = 50;
const INFO = ['osImage', 'kernelVersion', 'containerRuntimeVersion', 'architecture'] as const;

/** What runs on the machine, how its kubelet's version stands to the server's, when it last said that it lives, whom it keeps away. */
export function NodeSystem({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t, i18n } = useTranslation();
  const info = (key: string) => visibleText(asString(getPath(object, 'status', 'nodeInfo', key)));
  const taints = asArray(getPath(object, 'spec', 'taints'));
  const images = nodeImages(object);
  const all = images.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Section title={t('node.system')} testId="node-system">
      <Table>
        <tr>
          <th scope="row">{t('node.kubelet')}</th>
          <td>
            {info('kubeletVersion') || '–'} <Skew cluster={subject.cluster} kubelet={info('kubeletVersion')} />
          </td>
        </tr>
        <tr>
          <th scope="row">{t('node.lease')}</th>
          <td>
            <Lease cluster={subject.cluster} name={subject.name} />
          </td>
        </tr>
        {INFO.map(key =>
          info(key) === '' ? null : (
            <tr key={key}>
              <th scope="row">{t(`node.${key}`)}</th>
              <td>{info(key)}</td>
            </tr>
          ),
        )}
        <tr>
          <th scope="row">{t('node.taintsOn')}</th>
          <td>{taints.length === 0 ? t('node.noTaints') : taints.map(taintText).join(', ')}</td>
        </tr>
      </Table>
      {images.length === 0 ? null : (
        <details>
          <summary>{t('node.images', { count: images.length, size: bytesText(all, i18n.language) })}</summary>
          <Table columns={[{ title: t('node.image') }, { title: t('node.size'), align: 'right' }]}>
            {images.slice(0, MAX_IMAGES).map(({ name, bytes }) => (
              <tr key={name}>
                <td>{visibleText(name)}</td>
                <td data-align="right">{bytesText(bytes, i18n.language)}</td>
              </tr>
            ))}
          </Table>
        </details>
      )}
    </Section>
  );
}

function taintText(taint: unknown): string {
  const part = (key: string) => asString(getPath(taint, key));
  return visibleText(`${part('key')}${part('value') === '' ? '' : `=${part('value')}`}:${part('effect')}`);
}

/** Nothing while the server's version is not known. */
function Skew({ cluster, kubelet }: { readonly cluster: string; readonly kubelet: string }) {
  const { t } = useTranslation();
  const { api } = useClient();
  // Who cannot be asked says so elsewhere.
  const server = answerOf(useAsked(cluster, asked => api.health(asked)))?.version ?? '';
  const found = versionSkew(kubelet, server);
  if (found === null) return null;
  const isFine = found.skew === 'same' || found.skew === 'behind';
  return (
    <span className={isFine ? 'dim' : 'tone-warning'}>
      {t(`node.skew.${found.skew}`, { server: visibleText(server), count: found.minors })}
    </span>
  );
}

/** A kubelet renews it every ten seconds; when it does not, the node is given up. */
function Lease({ cluster, name }: { readonly cluster: string; readonly name: string }) {
  const { t } = useTranslation();
  const { object, state } = useLiveObject(
    useMemo(() => ({ cluster, resource: LEASE_VIEW.resource, namespace: LEASES, name }), [cluster, name]),
  );
  if (object === null) return <>{t('node.noLease')}</>;
  const renewed = parseTime(getPath(object, 'spec', 'renewTime'));
  if (object === undefined) return <span className="dim">{state.kind === 'loading' ? '…' : whyText(state, t)}</span>;
  return renewed === null ? <>–</> : <Age at={renewed} />;
}
