import { useTranslation } from 'react-i18next';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { ScreenTitle } from '../ui/screen/screen-title.tsx';
import { visibleText } from '../ui/words/text.ts';

/** No page of ours; why, where it is known. */
export function NotFound({ why }: { readonly why?: string }) {
  const { t } = useTranslation();
  return (
    <div className="notice">
      <ScreenTitle>{t('app.notFoundTitle')}</ScreenTitle>
      {why === undefined ? null : <p>{why}</p>}
      <p>{t('app.notFound')}</p>
    </div>
  );
}

/** Why no object can have this namespace and name; null where one can. Nobody needs to ask a cluster for it. */
export function useImpossibleName(namespace: string, name: string): string | null {
  const { t } = useTranslation();
  if (!isPathSegment(name)) return t('app.impossibleName', { name: visibleText(name) });
  if (namespace !== '' && !isPathSegment(namespace))
    return t('app.impossibleNamespace', { name: visibleText(namespace) });
  return null;
}
