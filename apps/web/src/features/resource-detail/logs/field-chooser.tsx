import { useTranslation } from 'react-i18next';
import type { FoundFields } from '../../../data/logs/use-fields.ts';
import { Button } from '../../../ui/button/button.tsx';
import { useShownRows } from '../../../ui/form/use-shown-rows.tsx';
import { visibleText } from '../../../ui/words/text.ts';

const STEP = 20;

/** Which fields of the lines are columns: each shown or left out by a press, in the order they were pressed. */
export function FieldChooser({
  fields: { known, shown },
  onChange,
}: {
  readonly fields: FoundFields;
  readonly onChange: (shown: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { shown: offered, more } = useShownRows(known.length, STEP);
  if (known.length === 0) return <p className="dim log-fields">{t('logs.noFields')}</p>;
  const press = (name: string) =>
    onChange(shown.includes(name) ? shown.filter(each => each !== name) : [...shown, name]);
  return (
    <div role="group" aria-label={t('logs.fields')} className="log-fields">
      {known.slice(0, offered).map(name => (
        <Button key={name} variant="ghost" aria-pressed={shown.includes(name)} onClick={() => press(name)}>
          {visibleText(name)}
        </Button>
      ))}
      {more}
    </div>
  );
}
