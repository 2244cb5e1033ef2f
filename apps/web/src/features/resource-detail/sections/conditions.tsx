import { useTranslation } from 'react-i18next';
import { readConditions } from '@lanthorn/views/cells/condition.ts';
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
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('condition.type')}</th>
            <th scope="col" className="hide-narrow">
              {t('condition.status')}
            </th>
            <th scope="col">{t('column.reason')}</th>
            <th scope="col" className="align-right">
              {t('condition.since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {conditions.map(({ type, status, reason, message, since, tone }) => (
            <tr key={type}>
              <td>
                <Status tone={tone} text={type} />
              </td>
              <td className="hide-narrow">{visibleText(status)}</td>
              <td>
                {visibleText(reason)}
                {message === '' ? null : <div className="dim">{visibleText(message)}</div>}
              </td>
              <td className="align-right dim">{since === null ? '' : <Age at={since} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
