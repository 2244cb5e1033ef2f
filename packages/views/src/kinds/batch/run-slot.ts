const MINUTE_MS = 60_000;

/** The time a Job was due, of which the controller makes its name; null for a name of another kind: that Job is of no slot. */
export function slotOf(jobName: string): number | null {
  const minutes = /-(\d{8})$/.exec(jobName)?.[1];
  return minutes === undefined ? null : Number(minutes) * MINUTE_MS;
}
