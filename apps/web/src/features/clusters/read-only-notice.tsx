import { useTranslation } from 'react-i18next';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Where nothing can be changed it is said why, before anybody wonders. */
export function ReadOnlyNotice({ clusters }: { readonly clusters: readonly ClusterInfo[] }) {
  const { t, i18n } = useTranslation();
  const names = clusters.flatMap(({ name, isReadOnly = false }) => (isReadOnly ? [visibleText(name)] : []));
  if (names.length === 0) return null;
  return (
    <p className="notice" role="note" data-testid="read-only">
      {t('app.readOnly', { clusters: new Intl.ListFormat(i18n.language).format(names) })}
    </p>
  );
}
