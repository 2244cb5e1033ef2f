import { useTranslation } from 'react-i18next';
import { MAX_RECORDED_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import { Button } from '../ui/button/button.tsx';
import { BareInput } from '../ui/form/text-input.tsx';
import { visibleText } from '../ui/words/text.ts';
import type { WantedNamespaces } from './use-wanted-namespaces.ts';

/** In which namespaces runs are recorded, and what of that the person may do. */
export function RecordedNamespaces({
  wanted: { text, setText, names, isValid, mayNotAll, forbidden },
  onApply,
}: {
  readonly wanted: WantedNamespaces;
  /** Null where there is nothing to change. */
  readonly onApply: (() => void) | null;
}) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        {t('record.namespaces')} <BareInput value={text} aria-invalid={!isValid} onChange={setText} />
      </label>{' '}
      {onApply === null ? null : <Button onClick={onApply}>{t('record.apply')}</Button>}
      {isValid ? null : <p className="tone-bad">{t('record.badNamespaces', { most: MAX_RECORDED_NAMESPACES })}</p>}
      {mayNotAll && names.length === 0 ? <p className="tone-warning">{t('record.needsCluster')}</p> : null}
      {forbidden.length === 0 ? null : (
        <p className="tone-warning">{t('record.mayNot', { names: visibleText(forbidden.join(', ')) })}</p>
      )}
    </>
  );
}
