import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button/button.tsx';

/** How far a list is that is taken along, or what it lacks. */
export type Progress =
  | { readonly kind: 'reading'; readonly read: number; readonly matched: number }
  | { readonly kind: 'cut'; readonly read: number; readonly matched: number }
  | { readonly kind: 'failed'; readonly problem: string };

/** Says it, and ends it. */
export function ExportNote({ progress, onClose }: { readonly progress: Progress; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <span className="export-note" role={progress.kind === 'failed' ? 'alert' : 'status'}>
      {progress.kind === 'failed'
        ? t('exportNote.failed', {
            problem: t(`exportNote.why.${progress.problem}`, { defaultValue: progress.problem }),
          })
        : t(`exportNote.${progress.kind}`, { count: progress.read, matched: progress.matched })}{' '}
      <Button variant="link" onClick={onClose}>
        {t(progress.kind === 'reading' ? 'cancel' : 'close')}
      </Button>
    </span>
  );
}
