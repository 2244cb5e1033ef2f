import { asString, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Cell } from '../cells/cell.ts';
import type { ColumnView } from '../cells/kind-view.ts';

/** What is read of one target of an operation: the operation's head and the target as it is now. */
function column(id: string, read: (entry: unknown) => Cell, rest: Partial<ColumnView> = {}): ColumnView {
  return { id, type: 'text', width: 0, read, ...rest };
}

const textAt =
  (...path: readonly string[]) =>
  (entry: unknown) =>
    asString(getPath(entry, ...path));

/**
 * By what the log of operations is filtered, as lists are by their columns: `user:ada`, `action:scale`, `result:failed`, `age<1h`,
 * `reason:"ticket 7"`, and words of any of these and of the command.
 */
export const OPERATION_LOG: { readonly columns: readonly ColumnView[] } = {
  columns: [
    column('age', entry => (getPath(entry, 'operation', 'startedAt') as number | undefined) ?? null, { type: 'time' }),
    column('user', textAt('operation', 'user')),
    column('action', textAt('operation', 'kind')),
    column('kind', entry => {
      const resource = getPath(entry, 'entry', 'target', 'resource');
      return groupResource({
        group: asString(getPath(resource, 'group')),
        resource: asString(getPath(resource, 'resource')),
      });
    }),
    column('made', textAt('entry', 'created', 'name')),
    column('reason', textAt('operation', 'reason')),
    column('result', entry =>
      getPath(entry, 'entry', 'isUndone') === true ? 'undone' : asString(getPath(entry, 'entry', 'phase')),
    ),
    column(
      'message',
      entry => asString(getPath(entry, 'entry', 'status', 'message')) || asString(getPath(entry, 'entry', 'message')),
    ),
    column('command', textAt('entry', 'kubectl')),
  ],
};
