import { deletionDue } from './deletion.ts';
import type { ColumnView, ReadContext } from './kind-view.ts';
import type { StatusCell } from './cell.ts';

/** What is being deleted is no longer what it was, however well its parts are; no controller will do anything more with it. */
const TERMINATING: StatusCell = { status: 'Terminating', tone: 'active' };

/** The state of an object in a word: the one answer for list, header and facts of its page. An object that is being deleted says so; of others `read` may know none. */
export function statusColumn(
  read: (object: unknown, context: ReadContext) => StatusCell | null,
  options: {
    /** Starting width in pixels. */
    readonly width: number;
    /** `read` has a word of its own for what is being deleted, as kubectl has for Pods and Jobs. */
    readonly saysDeletion?: boolean;
  },
): ColumnView {
  const { width, saysDeletion = false } = options;
  return {
    id: 'status',
    type: 'status',
    width,
    isFacet: true,
    read: (object, context) => (!saysDeletion && deletionDue(object) !== null ? TERMINATING : read(object, context)),
  };
}
