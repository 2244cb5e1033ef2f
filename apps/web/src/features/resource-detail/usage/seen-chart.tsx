import { useTranslation } from 'react-i18next';
import { MEASURED, type Measured } from '@lanthorn/views/kinds/metrics.k8s.io/usage.ts';
import type { SeenUsage } from '../../../data/usage/seen-usage.ts';
import { LineChart } from '../../../parts/charts/line-chart.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';
import styles from './seen-chart.module.css';

const TEXTS = { cpu: coresText, memory: bytesText } as const;
/** A quarter of an hour of them; the rest is in the chart. */
const MAX_ROWS = 60;

/** How it went while somebody looked: drawn, and as a table for who cannot see that. */
export function SeenChart({ seen }: { readonly seen: readonly SeenUsage[] }) {
  const { t, i18n } = useTranslation();
  const words = useTimeWords();
  const write = (measured: Measured, value: number | null) =>
    value === null ? '–' : TEXTS[measured](value, i18n.language);
  return (
    <>
      <div className={styles['charts']}>
        {MEASURED.map(measured => (
          <figure key={measured} className={styles['chart']}>
            <figcaption>{t(`usage.${measured}`)}</figcaption>
            <LineChart
              label={t('usage.chart', { what: t(`usage.${measured}`), count: seen.length })}
              times={seen.map(({ at }) => at)}
              values={seen.map(point => point[measured])}
              write={value => write(measured, value)}
            />
          </figure>
        ))}
      </div>
      <details className={styles['table']}>
        <summary>{t('usage.asTable', { count: seen.length })}</summary>
        <Table
          columns={[
            { title: t('usage.time') },
            { title: t('usage.cpu'), align: 'right' },
            { title: t('usage.memory'), align: 'right' },
          ]}
        >
          {seen
            .slice(-MAX_ROWS)
            .toReversed()
            .map(point => (
              <tr key={point.at}>
                <td>{words.clock(point.at)}</td>
                <td data-align="right">{write('cpu', point.cpu)}</td>
                <td data-align="right">{write('memory', point.memory)}</td>
              </tr>
            ))}
        </Table>
      </details>
    </>
  );
}
