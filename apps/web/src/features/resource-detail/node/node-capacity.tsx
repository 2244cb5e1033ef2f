import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asNumber } from '@lanthorn/base/json.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import type { JoinView } from '@lanthorn/views/cells/kind-view.ts';
import { type NodeRoom, nodeRoom } from '@lanthorn/views/facts/node-room.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { usageOf } from '@lanthorn/views/kinds/metrics.k8s.io/usage.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../data/lists/use-whole-list.ts';
import { useUsage } from '../../../data/usage/use-usage.ts';
import { ListGap } from '../../../parts/list-gap.tsx';
import { Meter, MeterLine } from '../../../ui/data/meter.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';
import type { SectionProps } from '../sections/section-props.ts';

/** More than a kubelet takes; where there are more the sum is not whole, and not shown. */
const MAX_PODS = 1_000;
/** Beyond it a node takes few pods more. */
const HOT = 0.9;
const CPU = columnIndex(POD_VIEW, 'cpuRequest');
const MEMORY = columnIndex(POD_VIEW, 'memoryRequest');
/** Pods are there, the rest is asked for. */
const ASKED = { cpu: 'usage.requested', memory: 'usage.requested', pods: 'capacity.there' } as const;

/** What the node lends, what its pods asked for, and what is used of it, where that is known. */
export function NodeCapacity(props: Pick<SectionProps, 'subject' | 'object'>) {
  const { usage } = props.subject.view;
  return usage === undefined ? null : <Capacity {...props} join={usage} />;
}

function Capacity({ subject, object, join }: Pick<SectionProps, 'subject' | 'object'> & { readonly join: JoinView }) {
  const { t, i18n } = useTranslation();
  const { cluster, name } = subject;
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [], filter: exactTerm('node', name), sort: [] }), [name]),
    MAX_PODS,
  );
  const answer = useUsage(cluster, join, subject);
  const measured: Partial<Record<NodeRoom['resource'], number | null>> | null =
    answer.kind === 'known' ? usageOf(answer.metrics) : null;
  const answered = listAnswer(list).kind;
  const isWhole = answered === 'told' && list.matched === list.rows.size;
  const pods = [...list.rows.values()].map(({ cells }) => ({
    cpu: asNumber(cells[CPU]) ?? null,
    memory: asNumber(cells[MEMORY]) ?? null,
  }));
  const texts = {
    cpu: (amount: number) => coresText(amount, i18n.language),
    memory: (amount: number) => bytesText(amount, i18n.language),
    pods: (amount: number) => amount.toLocaleString(i18n.language),
  };
  return (
    <Section title={t('capacity.title')} testId="capacity">
      {isWhole ? null : <ListGap list={list} none="" />}
      {answered === 'loading' ? null : (
        <Table>
          {nodeRoom(object, pods).map(({ resource, allocatable, requested }) => {
            const write = texts[resource];
            const usedNow = measured?.[resource] ?? null;
            const share = isWhole && allocatable !== null && allocatable > 0 ? requested / allocatable : null;
            const words = [
              isWhole ? t(ASKED[resource], { amount: write(requested) }) : '–',
              allocatable === null ? '' : t('capacity.of', { amount: write(allocatable) }),
              usedNow === null ? '' : t('usage.used', { amount: write(usedNow) }),
            ].filter(word => word !== '');
            return (
              <tr key={resource}>
                <th scope="row">{t(`capacity.${resource}`)}</th>
                <td>
                  <MeterLine
                    bar={
                      share === null ? null : (
                        <Meter
                          label={t(`capacity.${resource}`)}
                          share={share}
                          limit={usedNow === null || allocatable === null ? null : usedNow / allocatable}
                          isHot={share >= HOT}
                          text={words.join(', ')}
                        />
                      )
                    }
                  >
                    {words.join(' · ')}
                  </MeterLine>
                </td>
              </tr>
            );
          })}
        </Table>
      )}
    </Section>
  );
}
