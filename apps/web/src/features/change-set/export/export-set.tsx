import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../../data/client/download.ts';
import { useClient } from '../../../data/client/client.ts';
import { Button } from '../../../ui/button/button.tsx';
import { MenuButton } from '../../../ui/layer/menu.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { EXPORT_FORMATS, type ExportFormat, exportText } from './export-texts.ts';

/** Takes the steps that are not done along, as others can do them without Lanthorn. */
export function ExportSet({ cluster, why }: { readonly cluster: string; readonly why: string | null }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const start = (format: ExportFormat) => {
    setProblem(null);
    api.exportSet(cluster).then(
      ({ changes }) =>
        download(exportText(format, changes), { name: `change-set-${format}.sh`, type: 'text/x-shellscript' }),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  const entries = EXPORT_FORMATS.map(format => ({
    id: format,
    title: t(`changeSet.export.${format}`),
    shortcut: null,
    disabled: null,
    run: () => start(format),
  }));
  return (
    <>
      <MenuButton
        label={t('changeSet.export.title')}
        entries={entries}
        trigger={trigger => (
          <Button {...trigger} why={why} icon="download">
            {t('changeSet.export.title')}
          </Button>
        )}
      />
      {problem === null ? null : <span role="alert">{visibleText(problem)}</span>}
    </>
  );
}
