import { useTranslation } from 'react-i18next';
import type { MeterRow } from '@lanthorn/views/cells/cell.ts';
import { Meter, MeterLine } from '../../../ui/data/meter.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** Numbers against what they are measured by, a line each. */
export function MeterTable({ rows }: { readonly rows: readonly MeterRow[] }) {
  const { t } = useTranslation();
  return (
    <Table>
      {rows.map(({ title, now, of, share, mark, isHot }) => {
        const name = 'id' in title ? t(`meter.${title.id}`) : visibleText(title.name);
        const known = visibleText(now) || '–';
        const text = of === '' ? known : t('meter.of', { now: known, of: visibleText(of) });
        const bar = share === null ? null : <Meter label={name} share={share} limit={mark} isHot={isHot} text={text} />;
        return (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <MeterLine bar={bar} isHot={isHot}>
                {text}
              </MeterLine>
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
