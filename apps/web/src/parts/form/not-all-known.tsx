import { useTranslation } from 'react-i18next';

/** A form about several objects says where it knows only some of them. */
export function NotAllKnown({ known, count }: { readonly known: number; readonly count: number }) {
  const { t } = useTranslation();
  return known === count ? null : <p className="tone-warning">{t('many.notAllKnown', { known, count })}</p>;
}
