import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_AROUND, MAX_LOG_FILTER } from '@lanthorn/protocol/constants.ts';
import type { KeptLogFilter } from '../../../data/logs/use-log-filter.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { BareInput } from '../../../ui/form/text-input.tsx';

const AROUND = [0, 1, 3, 10, MAX_AROUND];

/** Which lines the server sends: asked for with Enter or by leaving the field, since the log is read anew for it. */
export function LogFilterField({
  filter,
  onFilter,
  problem,
}: KeptLogFilter & {
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const send = (text: string) => {
    setTyped(null);
    if (text !== filter.text) onFilter({ ...filter, text });
  };
  return (
    <span className="log-filter">
      <BareInput
        type="search"
        isCode
        maxLength={MAX_LOG_FILTER}
        aria-label={t('logs.filter')}
        aria-description={t('logs.filterHelp')}
        aria-invalid={problem !== null}
        aria-errormessage={id}
        title={t('logs.filterHelp')}
        placeholder={t('logs.filterExample')}
        value={typed ?? filter.text}
        // What is emptied, by the cross within, is meant so.
        onChange={text => (text === '' ? send('') : setTyped(text))}
        onBlur={() => send(typed ?? filter.text)}
        onKeyDown={event => {
          if (event.key === 'Enter') send(typed ?? filter.text);
          else if (event.key === 'Escape' && typed !== null) setTyped(null);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {filter.text === '' ? null : (
        <Select
          aria-label={t('logs.around')}
          choices={AROUND.map(count => ({ value: String(count), text: t('logs.aroundLines', { count }) }))}
          value={String(filter.around)}
          onChange={around => onFilter({ ...filter, around: Number(around) })}
        />
      )}
      {problem === null ? null : (
        <span id={id} className="log-filter-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
