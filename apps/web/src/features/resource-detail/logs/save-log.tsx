import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clock } from '@lanthorn/base/clock.ts';
import { useClient } from '../../../data/client/client.ts';
import { download } from '../../../data/client/download.ts';
import { MAX_FILES, type WholeLogFile } from '../../../data/logs/whole-log.ts';
import type { LinePart } from '../../../data/logs/lines/line-chunk.ts';
import { type LineWords, takenText } from '../../../data/logs/lines/shown-line.ts';
import { Button } from '../../../ui/button/button.tsx';
import { IconButton } from '../../../ui/button/icon-button.tsx';
import { Popover } from '../../../ui/layer/popover.tsx';

/** Of a frame's 16 ms what leaves room to draw it. */
const SLICE_MS = 8;
/** Browsers take but the last of several files that are asked for in one moment. */
const BETWEEN_FILES_MS = 500;

/** Hands the lines that are here over as a file, or the whole log as the cluster has it. */
export function SaveLog({
  parts,
  words,
  fileName,
  whole,
  children,
}: {
  readonly parts: readonly LinePart[];
  readonly words: LineWords;
  readonly fileName: string;
  /** Where the whole of it is; null where that is more files than are handed out at once. */
  readonly whole: readonly WholeLogFile[] | null;
  /** How else to have it. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { clock } = useClient();
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    download(await fileTexts(parts, words, clock), { name: `${fileName}.log`, type: 'text/plain' });
    setSaving(false);
  };
  const fetchWhole = () => {
    for (const [i, file] of (whole ?? []).entries())
      if (i === 0) fetchFile(file);
      else clock.schedule(i * BETWEEN_FILES_MS, () => fetchFile(file));
  };
  const nothing = whole?.length === 0 ? t('logs.nothingToSave') : null;
  const whyNotWhole = whole === null ? t('logs.downloadWholeMost', { most: MAX_FILES }) : nothing;
  return (
    <Popover
      label={t('logs.take')}
      width={480}
      trigger={trigger => <IconButton {...trigger} icon="download" variant="secondary" label={t('logs.take')} />}
    >
      <p>
        <Button
          why={parts.every(({ size }) => size === 0) ? t('logs.nothingToSave') : null}
          isBusy={isSaving}
          onClick={() => void save()}
        >
          {t('logs.downloadThese')}
        </Button>{' '}
        <Button why={whyNotWhole} title={t('logs.downloadWholeHelp')} onClick={fetchWhole}>
          {t('logs.downloadWhole')}
        </Button>
      </p>
      {children}
    </Popover>
  );
}

function fetchFile({ href, name }: WholeLogFile): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** All lines as the texts of a file, a part at a time: between them the page goes on. */
export async function fileTexts(
  parts: readonly LinePart[],
  words: LineWords,
  clock: Pick<Clock, 'elapsed' | 'nextTurn'>,
): Promise<readonly string[]> {
  const texts: string[] = [];
  let started = clock.elapsed();
  for (const part of parts) {
    texts.push(Array.from({ length: part.size }, (_, at) => `${takenText(part.line(at), words)}\n`).join(''));
    if (clock.elapsed() - started < SLICE_MS) continue;
    await clock.nextTurn();
    started = clock.elapsed();
  }
  return texts;
}
