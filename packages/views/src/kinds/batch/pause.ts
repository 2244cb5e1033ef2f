import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';

/** Until when a CronJob is paused, by whom and why: annotations, so that everybody sees them with any tool. */
export const PAUSED_UNTIL = 'lanthorn.dev/paused-until';
export const PAUSED_BY = 'lanthorn.dev/paused-by';
export const PAUSE_REASON = 'lanthorn.dev/pause-reason';

export interface Pause {
  /** RFC 3339. */
  readonly until: string;
  readonly by: string;
  readonly reason: string;
}

export function pauseAnnotations({ until, by, reason }: Pause): Record<string, string> {
  return { [PAUSED_UNTIL]: until, [PAUSED_BY]: by, [PAUSE_REASON]: reason };
}

/** Null where nobody paused it. */
export function readPause(cronJob: unknown): Pause | null {
  const { annotations } = readMeta(cronJob);
  const until = annotations[PAUSED_UNTIL];
  if (until === undefined) return null;
  return { until, by: annotations[PAUSED_BY] ?? '', reason: annotations[PAUSE_REASON] ?? '' };
}
