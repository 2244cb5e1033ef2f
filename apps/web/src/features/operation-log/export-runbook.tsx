import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { download } from '../../data/client/download.ts';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { Button } from '../../ui/button/button.tsx';
import { MenuButton } from '../../ui/layer/menu.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { RUNBOOK_FILES, RUNBOOK_FORMATS, type RunbookFormat, runbookText } from './runbook-texts.ts';

/** Steps of one file: more than anybody follows by hand. */
const MAX_STEPS = 2_000;

/** Takes along all that fits the filter, also what is not shown yet. */
export function ExportRunbook({ cluster, filter }: { readonly cluster: string; readonly filter: string }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [said, setSaid] = useState<string | null>(null);
  const latest = useRef(0);
  useEffect(
    () => () => {
      // Who has left wants no file any more.
      latest.current++;
    },
    [],
  );
  const start = async (format: RunbookFormat) => {
    const own = ++latest.current;
    setSaid(t('log.reading'));
    try {
      const entries: LogEntry[] = [];
      let next: string | null = '';
      while (next !== null && entries.length < MAX_STEPS && own === latest.current) {
        const answer = await api.log({ cluster, filter, ...(next === '' ? {} : { after: next }) });
        entries.push(...answer.entries);
        ({ next } = answer);
      }
      if (own !== latest.current) return;
      download(
        runbookText(format, entries.slice(0, MAX_STEPS), ({ operation }) => operationTitle(operation, t)),
        RUNBOOK_FILES[format],
      );
      setSaid(next === null ? null : t('log.cut', { count: MAX_STEPS }));
    } catch (error) {
      if (own === latest.current) setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  const entries = RUNBOOK_FORMATS.map(format => ({
    id: format,
    title: t(`log.${format}`),
    shortcut: null,
    disabled: null,
    run: () => void start(format),
  }));
  return (
    <>
      <MenuButton
        label={t('log.export')}
        entries={entries}
        trigger={trigger => (
          <Button {...trigger} icon="download">
            {t('log.export')}
          </Button>
        )}
      />
      {said === null ? null : <span role="status">{visibleText(said)}</span>}
    </>
  );
}
