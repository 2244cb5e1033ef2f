import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BareInput } from '../../ui/form/text-input.tsx';
import { isKnownZone } from '../../ui/time/time-text.ts';
import { visibleText } from '../../ui/words/text.ts';

/** The name of a time zone, offered while it is typed. It is chosen by Enter, or by leaving the field. */
export function ZoneField({
  label,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (zone: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(value);
  const [unknown, setUnknown] = useState('');
  const choose = () => {
    const name = text.trim();
    const isKnown = isKnownZone(name);
    setUnknown(isKnown ? '' : name);
    if (isKnown && name !== value) onChoose(name);
  };
  return (
    <label className="zone-field">
      {label}
      <BareInput
        value={text}
        list={`${id}-zones`}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={unknown !== ''}
        aria-describedby={`${id}-error`}
        onChange={setText}
        onBlur={choose}
        onKeyDown={event => {
          if (event.key === 'Enter') choose();
        }}
      />
      <datalist id={`${id}-zones`}>
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
      <span id={`${id}-error`} role="status" className="tone-bad">
        {unknown === '' ? '' : t('settings.zoneUnknown', { zone: visibleText(unknown) })}
      </span>
    </label>
  );
}
