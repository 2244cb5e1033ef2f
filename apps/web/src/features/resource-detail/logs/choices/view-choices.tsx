import { useTranslation } from 'react-i18next';
import { Button } from '../../../../ui/button/button.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { Popover } from '../../../../ui/layer/popover.tsx';

/** A way to look at the lines that is on or off. */
interface ViewChoice {
  readonly name: 'timestamps' | 'wrap' | 'asColumns' | 'patterns';
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** How the lines are shown: what is chosen seldom stands behind a button, which says how many of them are on. */
export function ViewChoices({ choices }: { readonly choices: readonly ViewChoice[] }) {
  const { t, i18n } = useTranslation();
  const count = choices.filter(({ isOn }) => isOn).length;
  return (
    <Popover
      label={t('logs.view')}
      width={180}
      trigger={trigger => (
        <Button {...trigger} icon="sliders">
          {t('logs.view')}
          {count === 0 ? '' : ` ${count.toLocaleString(i18n.language)}`}
        </Button>
      )}
    >
      {choices.map(({ name, isOn, onChange }) => (
        <div key={name}>
          <Checkbox checked={isOn} onChange={onChange}>
            {t(`logs.${name}`)}
          </Checkbox>
        </div>
      ))}
    </Popover>
  );
}
