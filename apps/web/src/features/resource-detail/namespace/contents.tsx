import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountsAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { useClient } from '../../../data/client/client.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { useNow } from '../../../ui/time/clock.ts';
import { shortDuration } from '../../../ui/time/time.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { useWatchedKinds, viewAt } from './watched-kinds.tsx';

/** What is there beside: counted, and not read. */
const COUNTED = ['services', 'ingresses', 'configmaps', 'secrets', 'serviceaccounts', 'horizontalpodautoscalers'];
/** As long as a count is good on the server. */
const EVERY_MS = 30_000;

/** What a namespace holds, kind by kind, and how much of it is not well. */
export function Contents({ subject }: Pick<SectionProps, 'subject'>) {
  const { t, i18n } = useTranslation();
  const { cluster, name } = subject;
  const watched = useWatchedKinds();
  const counts = useCounts(cluster, name);
  const write = (count: number) => count.toLocaleString(i18n.language);
  return (
    <Section title={t('contents.title')} testId="contents">
      <Table
        columns={[
          { title: t('contents.kind') },
          { title: t('contents.count'), align: 'right' },
          { title: t('contents.notWell'), align: 'right' },
        ]}
      >
        {watched.map(({ address, answer, until, state, total, notWell }) => (
          <tr key={address}>
            <td>
              <KindLink cluster={cluster} address={address} namespace={name} />
              {until === null ? null : <Stale since={until} />}
            </td>
            {answer === 'told' ? (
              <>
                <td data-align="right">{write(total)}</td>
                <td data-align="right" className={notWell > 0 ? 'tone-warning' : 'dim'}>
                  {write(notWell)}
                </td>
              </>
            ) : (
              <td colSpan={2} data-align="right" data-dim>
                {state === undefined || answer === 'loading' ? '…' : whyText(state, t)}
              </td>
            )}
          </tr>
        ))}
        {COUNTED.map(address => (
          <tr key={address}>
            <td>
              <KindLink cluster={cluster} address={address} namespace={name} />
            </td>
            <td data-align="right">{countText(counts?.[address], write)}</td>
            {/* Nobody judges how they are. */}
            <td data-align="right" data-dim>
              –
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Stale({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <small className="dim">
      {' '}
      {since === 0 ? t('freshness.reconnecting') : t('freshness.stale', { duration: shortDuration(now - since) })}
    </small>
  );
}

/** What may not be counted is no number. */
function countText(count: number | null | undefined, write: (count: number) => string): string {
  if (count === undefined) return '…';
  return count === null ? '–' : write(count);
}

function KindLink({
  cluster,
  address,
  namespace,
}: {
  readonly cluster: string;
  readonly address: string;
  readonly namespace: string;
}) {
  const { t } = useTranslation();
  const { resource } = viewAt(address);
  return (
    <Link
      to="/c/$cluster/$resource"
      params={{ cluster, resource: kindAddress(resource) }}
      search={{ ns: namespace } as never}
    >
      {t(`kind.${resource.resource}`)}
    </Link>
  );
}

/** Asked again now and then while somebody looks; null until known. */
function useCounts(cluster: string, namespace: string): CountsAnswer['counts'] | null {
  const { api } = useClient();
  const [told, setTold] = useState<{ readonly key: string; readonly counts: CountsAnswer['counts'] } | null>(null);
  const key = useMemo(() => JSON.stringify([cluster, namespace]), [cluster, namespace]);
  useEffect(() => {
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      const again = () => {
        if (isCurrent) timer = window.setTimeout(ask, EVERY_MS);
      };
      api.counts(cluster, namespace, COUNTED).then(({ counts }) => {
        if (isCurrent) setTold({ key, counts });
        again();
      }, again);
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, cluster, namespace, key]);
  return told?.key === key ? told.counts : null;
}
