import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClashChoices } from '@lanthorn/actions/machinery/decided-params.ts';
import type { WireClash } from '@lanthorn/protocol/down-messages.ts';
import { ChangeValue } from './change-list.tsx';
import { Checkbox } from '../ui/form/checkbox.tsx';
import { visibleText } from '../ui/words/text.ts';

/** Places that both sides changed, each with its choice; nothing is sent until all are decided. */
export function ClashChooser({
  clashes,
  choices,
  onChoose,
}: {
  readonly clashes: readonly WireClash[];
  readonly choices: ClashChoices;
  readonly onChoose: (path: string, choice: 'mine' | 'live') => void;
}) {
  const { t } = useTranslation();
  // Another chooser may have the same path.
  const id = useId();
  if (clashes.length === 0) return null;
  return (
    <div className="clashes" role="group" aria-label={t('clash.title', { count: clashes.length })}>
      <p className="tone-warning">{t('clash.title', { count: clashes.length })}</p>
      {clashes.map(({ path, base, mine, live }) => (
        <fieldset key={path} className="clash" data-clash={path}>
          <legend className="mono">{visibleText(path)}</legend>
          <p className="dim">
            {t('clash.base')} <ChangeValue value={base} />
          </p>
          {(['mine', 'live'] as const).map(side => (
            <Checkbox
              key={side}
              type="radio"
              name={`${id}${path}`}
              checked={choices[path] === side}
              onChange={() => onChoose(path, side)}
            >
              {t(`clash.${side}`)} <ChangeValue value={side === 'mine' ? mine : live} />
            </Checkbox>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
