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
  readonly id: string;
  readonly names: readonly string[];
  readonly isOver: boolean;
  /** Names of those that are there now: whose place was typed, and the others. */
  readonly typed: readonly string[];
  readonly arrived: readonly string[];
  /** Why the rest is not there. */
  readonly failures: readonly string[];
}

/** Takes files that are dropped on a terminal into its container, and types where they are. Null takes none. */
export function useTerminalDrop(place: FilePlace | null, type: (text: string) => boolean) {
  const { t } = useTranslation();
  const [drops, setDrops] = useState<readonly Dropped[]>([]);
  const take = async (dropped: readonly File[], where: FilePlace | null) => {
    const files = where === null ? [] : dropped.filter(({ name }) => isOneLine(name));
    const refusal = where === null ? 'terminal.dropNowhere' : 'terminal.dropName';
    const failures = dropped
      .filter(file => !files.includes(file))
      .map(({ name }) => t(refusal, { name: visibleText(name) }));
    const [typed, arrived]: [string[], string[]] = [[], []];
    const drop = { id: crypto.randomUUID(), names: files.map(({ name }) => name), typed, arrived, failures };
    // What is still on its way stays in sight beside what comes later.
    setDrops(before => [...before.filter(({ isOver }) => !isOver), { ...drop, isOver: false }]);
    for (const file of files) {
      const isThere = where !== null && (await upload({ place: where, folder: FOLDER, file, replaces: false }));
      if (!isThere) failures.push(failureOf(file));
      else if (type(`${shellLine([`${FOLDER}/${file.name}`])} `)) typed.push(file.name);
      else arrived.push(file.name);
    }
    setDrops(before => before.map(each => (each.id === drop.id ? { ...drop, isOver: true } : each)));
  };
  const handlers = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      if (files.length > 0) void take(files, place);
    },
  };
  return { drops, handlers };
}

/** A name with a control character in it would be done as it is typed. */
function isOneLine(name: string): boolean {
  return !/\p{Cc}/u.test(name);
}

function failureOf({ name }: File): string {
  const { transfers } = useFileTransfers.getState();
  const problem = transfers.findLast(each => each.direction === 'up' && each.name === name)?.end?.problem ?? null;
  return visibleText(problem === null ? name : `${name}: ${problemWords(problem)}`);
}

/** How what was dropped is doing. */
export function DropStates({ drops }: { readonly drops: readonly Dropped[] }) {
  const { t } = useTranslation();
  const words = (of: readonly string[]) => ({ names: visibleText(of.join(', ')), folder: FOLDER });
  return drops.map(({ id, names, typed, arrived, failures, isOver }) => (
    <div key={id} className="log-end" role="status">
      {isOver ? null : <div>{t('terminal.dropping', words(names))}</div>}
      {isOver && typed.length > 0 ? <div>{t('terminal.dropped', words(typed))}</div> : null}
      {isOver && arrived.length > 0 ? <div>{t('terminal.droppedUntyped', words(arrived))}</div> : null}
      {failures.map(failure => (
        <div key={failure} className="tone-bad">
          {failure}
        </div>
      ))}
    </div>
  ));
}
