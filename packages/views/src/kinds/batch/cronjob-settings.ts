import { getPath } from '@lanthorn/base/json.ts';
import { IMAGES, numberCell, textCell } from '../../cells/columns.ts';
import type { ColumnView } from '../../cells/kind-view.ts';

/** How a CronJob's runs are to be, as the API server holds it: it fills in most of what nobody says. */
export const CRONJOB_SETTINGS: readonly ColumnView[] = [
  {
    id: 'concurrencyPolicy',
    type: 'text',
    width: 100,
    isHidden: true,
    isFacet: true,
    read: cronJob => textCell(getPath(cronJob, 'spec', 'concurrencyPolicy')),
  },
  secondsColumn('startingDeadline', ['spec', 'startingDeadlineSeconds']),
  secondsColumn('activeDeadline', ['spec', 'jobTemplate', 'spec', 'activeDeadlineSeconds']),
  numberColumn('backoffLimit', ['spec', 'jobTemplate', 'spec', 'backoffLimit']),
  numberColumn('keptSuccessful', ['spec', 'successfulJobsHistoryLimit']),
  numberColumn('keptFailed', ['spec', 'failedJobsHistoryLimit']),
  {
    ...IMAGES,
    isHidden: true,
    read: (cronJob, context) => IMAGES.read(getPath(cronJob, 'spec', 'jobTemplate'), context),
  },
];

function numberColumn(id: string, path: readonly string[]): ColumnView {
  return { id, type: 'number', width: 90, isHidden: true, read: cronJob => numberCell(getPath(cronJob, ...path)) };
}

function secondsColumn(id: string, path: readonly string[]): ColumnView {
  const { read, ...look } = numberColumn(id, path);
  return {
    ...look,
    type: 'duration',
    read: (cronJob, context) => {
      const seconds = read(cronJob, context);
      return typeof seconds === 'number' ? seconds * 1_000 : seconds;
    },
  };
}
