import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../../../ui/focus/focus-return.ts';
import { Skeleton } from '../../../../ui/status/skeleton.tsx';

/** The choices of a log that is not there: what was chosen can be chosen otherwise. */
export function PickerBar({ picker }: { readonly picker: ReactNode }) {
  useFocusReturn();
  return <div className="log-bar">{picker}</div>;
}

/** In the place of a log until it is known what is to be read. */
export function LogAwaited({ picker = null }: { readonly picker?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      {picker === null ? null : <PickerBar picker={picker} />}
      <Skeleton lines={4} label={t('detail.loading')} />
    </>
  );
}
