import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../../../data/client/client.ts';
import type { ListSubject, ListView } from '../../../data/lists/use-live-list.ts';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { ROVING } from '../../../ui/grid/use-roving-tab.ts';
import { MenuButton } from '../../../ui/layer/menu.tsx';
import { later } from '../../../ui/words/later.ts';
import type { Progress } from './export-note.tsx';

const FORMATS = ['csv', 'json'] as const;

const ExportNote = later(async () => (await import('./export-note.tsx')).ExportNote);

/** Takes all that match along, as the columns show it. It says how far it is, that a part is missing, and why it failed; it can be stopped. */
export function ExportButton({
  view,
  subject,
  query,
  columns,
}: {
  readonly view: KindView;
  readonly subject: ListSubject;
  readonly query: ListView;
  /** Those that are shown, in order. */
  readonly columns: readonly string[];
}) {
  const { t } = useTranslation();
  const { connection, clock } = useClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const stop = useRef<AbortController | null>(null);
  const start = async (format: (typeof FORMATS)[number]) => {
    const stopped = new AbortController();
    stop.current?.abort();
    stop.current = stopped;
    setProgress({ kind: 'reading', read: 0, matched: 0 });
    try {
      const { exportRows } = await import('./export-rows.ts');
      const all = await exportRows(
        connection,
        { ...subject, ...query },
        {
          ...{ view, columns, format, clock },
          signal: stopped.signal,
          onProgress: (read, matched) => setProgress({ kind: 'reading', read, matched }),
        },
      );
      setProgress(all.rows.length < all.matched ? { kind: 'cut', read: all.rows.length, matched: all.matched } : null);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      setProgress(stopped.signal.aborted ? null : { kind: 'failed', problem });
    }
  };
  return (
    <>
      <MenuButton
        label={t('export.title')}
        entries={FORMATS.map(format => ({
          id: format,
          title: t(`export.${format}`),
          shortcut: null,
          disabled: null,
          run: () => void start(format),
        }))}
        trigger={trigger => <IconButton {...trigger} {...ROVING} icon="download" label={t('export.title')} />}
      />
      {progress === null ? null : (
        <Suspense fallback={null}>
          <ExportNote
            progress={progress}
            onClose={() => {
              stop.current?.abort();
              setProgress(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
