import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { getPath } from '@lanthorn/base/json.ts';
import { parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { JoinView } from '@lanthorn/views/cells/kind-view.ts';
import { MEASURED } from '@lanthorn/views/kinds/metrics.k8s.io/usage.ts';
import { usageRows } from '@lanthorn/views/facts/usage-rows.ts';
import { useSeenUsage } from '../../../data/usage/seen-usage.ts';
import { type UsageAnswer, useUsage } from '../../../data/usage/use-usage.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { useNow } from '../../../ui/time/clock.ts';
import { shortDuration } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { UsageHistory } from './usage-history.tsx';
import { UsageCell } from './usage-cell.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const SeenChart = lazy(async () => ({ default: (await import('./seen-chart.tsx')).SeenChart }));

/** CPU and memory that the object uses, against what it asked for and may have; and how that went while somebody looked. */
export function Usage(props: Pick<SectionProps, 'subject' | 'object'>) {
  const { usage } = props.subject.view;
  return usage === undefined ? null : <Measurements {...props} join={usage} />;
}

function Measurements({
  subject,
  object,
  join,
}: Pick<SectionProps, 'subject' | 'object'> & { readonly join: JoinView }) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = subject;
  const answer = useUsage(cluster, join, subject);
  const metrics = answer.kind === 'known' ? answer.metrics : undefined;
  const seen = useSeenUsage(JSON.stringify([cluster, readMeta(object).uid]), metrics);
  const rows = usageRows(object, metrics);
  const when = useMeasured(metrics);
  return (
    <Section title={t('usage.title')} note={answer.kind === 'loading' ? t('usage.loading') : when} testId="usage">
      <Missing answer={answer} />
      {rows.length === 0 ? null : (
        <Table
          columns={[
            { title: t(rows[0]?.name === '' ? 'usage.of' : 'usage.container') },
            { title: t('usage.cpu') },
            { title: t('usage.memory') },
          ]}
        >
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row" data-place="title">
                {row.name === '' ? t('usage.whole') : visibleText(row.name)}
              </th>
              {MEASURED.map(measured => (
                <td key={measured} data-place="detail" data-whole data-title={t(`usage.${measured}`)}>
                  <UsageCell measured={measured} bar={row[measured]} of={row.name} />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
      <UsageHistory
        request={{ cluster, kind: namespace === '' ? 'nodes' : 'pods', namespace, name }}
        seen={
          seen.length < 2 ? null : (
            <Suspense fallback={null}>
              <SeenChart seen={seen} />
            </Suspense>
          )
        }
      />
    </Section>
  );
}

/** Of when it is, and over which time it was measured. */
function useMeasured(metrics: unknown): string {
  const { t } = useTranslation();
  const now = useNow();
  const at = parseTime(getPath(metrics, 'timestamp'));
  return at === null ? '' : t('usage.measured', { duration: shortDuration(Math.max(0, now - at)) });
}

/** Said once, above what is known all the same. */
function Missing({ answer }: { readonly answer: UsageAnswer }) {
  const { t } = useTranslation();
  switch (answer.kind) {
    case 'known':
    // Beside the title, where its time stands afterwards: nothing moves when it is here.
    case 'loading':
      return null;
    case 'unread':
      return <p className="dim">{t('usage.unread', { why: whyText(answer.state, t) })}</p>;
    case 'notServed':
    case 'failing':
    case 'unmeasured':
      return <p className="dim">{t(`usage.${answer.kind}`)}</p>;
  }
}
