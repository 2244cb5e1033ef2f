import { useTranslation } from 'react-i18next';
import { gatewayListeners } from '@lanthorn/views/kinds/gateway.networking.k8s.io/gateway-listeners.ts';
import type { Trouble } from '@lanthorn/views/cells/trouble.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { SectionProps } from '../sections/section-props.ts';

/** The doors of a gateway: how many routes each took, and why one is not open. */
export function GatewayListeners({ object }: Pick<SectionProps, 'object'>) {
  const { t } = useTranslation();
  const listeners = gatewayListeners(object);
  const columns = [
    { title: t('listeners.name') },
    { title: t('listeners.address') },
    { title: t('listeners.routes') },
    { title: t('path.state') },
  ];
  if (listeners.length === 0) return null;
  return (
    <Section title={t('listeners.title')} testId="gateway-listeners">
      <Table columns={columns}>
        {listeners.map(({ name, address, hostname, routes, isProgrammed, troubles }) => (
          <tr key={name}>
            <td data-place="title">{visibleText(name)}</td>
            <td data-place="detail">{visibleText(`${address} ${hostname}`)}</td>
            <td data-place="detail">{routes === null ? '–' : t('listeners.count', { count: routes })}</td>
            <td data-place="state" data-whole>
              {troubles.length === 0 ? (
                <Status
                  tone={isProgrammed ? 'ok' : 'muted'}
                  text={t(isProgrammed ? 'listeners.open' : 'listeners.unknown')}
                />
              ) : (
                distinctTexts(troubles).map(text => <Status key={text} tone="warning" text={visibleText(text)} />)
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** Several conditions mostly say the same. */
function distinctTexts(troubles: readonly Trouble[]): readonly string[] {
  return [...new Set(troubles.map(({ reason, message }) => (message === '' ? reason : `${reason}: ${message}`)))];
}
