import { useTranslation } from 'react-i18next';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Where nothing, or not everything, can be changed it is said why, before anybody wonders. */
export function ReadOnlyNotice({ clusters }: { readonly clusters: readonly ClusterInfo[] }) {
  const { t, i18n } = useTranslation();
  const listed = (infos: readonly ClusterInfo[]) =>
    new Intl.ListFormat(i18n.language).format(infos.map(({ name }) => visibleText(name)));
  const readOnly = clusters.filter(({ isReadOnly = false }) => isReadOnly);
  const limited = clusters.filter(({ isReadOnly = false, allowed }) => !isReadOnly && allowed !== undefined);
  return (
    <>
      {readOnly.length === 0 ? null : (
        <p className="notice" role="note" data-testid="read-only">
          {t('app.readOnly', { clusters: listed(readOnly) })}
        </p>
      )}
      {limited.length === 0 ? null : (
        <p className="notice" role="note">
          {t('app.limited', { clusters: listed(limited) })}
        </p>
      )}
    </>
  );
}
