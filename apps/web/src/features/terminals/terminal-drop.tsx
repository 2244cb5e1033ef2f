import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shellLine } from '@lanthorn/actions/machinery/action.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { upload, useFileTransfers } from '../../data/files/file-transfers.ts';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';

/** Where what is dropped is put: a shell's own folder is known to nobody else. */
const FOLDER = '/tmp';

interface Dropped {
  readonly names: readonly string[];
  readonly isOver: boolean;
  /** Names of those that are there now, and of the others why they are not. */
  readonly arrived: readonly string[];
  readonly failures: readonly string[];
}

/** Takes files that are dropped on a terminal into its container, and types where they are. Null takes none. */
export function useTerminalDrop(place: FilePlace | null, type: (text: string) => void) {
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const take = async (files: readonly File[], where: FilePlace) => {
    const names = files.map(({ name }) => name);
    const arrived: string[] = [];
    const failures: string[] = [];
    setDropped({ names, arrived, failures, isOver: false });
    for (const file of files) {
      const isThere = await upload({ place: where, folder: FOLDER, file, replaces: false });
      if (isThere) {
        type(`${shellLine([`${FOLDER}/${file.name}`])} `);
        arrived.push(file.name);
      } else failures.push(failureOf(file));
    }
    setDropped({ names, arrived, failures, isOver: true });
  };
  const handlers = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files].filter(({ name }) => isOneLine(name));
      if (place !== null && files.length > 0) void take(files, place);
    },
  };
  return { dropped, handlers };
}

/** A name with a control character in it would be done as it is typed. */
function isOneLine(name: string): boolean {
  return !/\p{Cc}/u.test(name);
}

function failureOf({ name }: File): string {
  const { transfers } = useFileTransfers.getState();
  const problem = transfers.findLast(each => each.direction === 'up' && each.name === name)?.end?.problem ?? null;
  return problem === null ? name : `${name}: ${problemWords(problem)}`;
}

/** How what was dropped is doing. */
export function DropState({ dropped }: { readonly dropped: Dropped | null }) {
  const { t } = useTranslation();
  if (dropped === null) return null;
  const { names, arrived, failures, isOver } = dropped;
  const words = (of: readonly string[]) => ({ names: visibleText(of.join(', ')), folder: FOLDER });
  return (
    <div className="log-end" role="status">
      {isOver ? null : t('terminal.dropping', words(names))}
      {isOver && arrived.length > 0 ? t('terminal.dropped', words(arrived)) : null}
      {failures.map(failure => (
        <div key={failure} className="tone-bad">
          {visibleText(failure)}
        </div>
      ))}
    </div>
  );
}
