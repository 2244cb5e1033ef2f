import { useTranslation } from 'react-i18next';
import { readConditions } from '@lanthorn/views/cells/condition.ts';
import { Table } from '../../../ui/data/table.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { Section } from '../../../ui/screen/section.tsx';

/** What the object's conditions say, the worst first, each with its reason and since when. */
export function Conditions({ object }: { readonly object: unknown }) {
  const { t } = useTranslation();
  const conditions = readConditions(object);
  if (conditions.length === 0) return null;
  return (
    <Section title={t('detail.conditions')} testId="conditions">
      <Table
        columns={[
          { title: t('condition.type') },
          { title: t('condition.status') },
          { title: t('column.reason') },
          { title: t('condition.since'), align: 'right' },
        ]}
      >
        {conditions.map(({ type, status, reason, message, since, tone }) => (
          <tr key={type} data-top>
            <td data-place="title">
              <Status tone={tone} text={type} />
            </td>
            <td data-place="state">{visibleText(status)}</td>
            <td data-place="detail" data-whole>
              {visibleText(reason)}
              {message === '' ? null : <div className="dim">{visibleText(message)}</div>}
            </td>
            <td data-place="when" data-align="right" data-dim>
              {since === null ? '' : <Age at={since} />}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
