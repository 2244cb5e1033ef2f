import { Worker } from 'node:worker_threads';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';

/** As `TimeZone` asks: what is read depends on what is to be written. */
const READING = `new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/London', hourCycle: 'h23', era: 'short',
  year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
}).format(0)`;

/**
 * The first time zone of a process reads the data of all of them, 7 MB: a pause of 30 to 70 ms in which nobody is served. What one thread has
 * read all have; so another reads it, while the answer of the first list that may name a zone is waited for.
 */
export function zoneReader(
  logger: Logger,
  start: (onError: (error: unknown) => void) => unknown = startReading,
): (view: Pick<KindView, 'resource'>) => void {
  let isAsked = false;
  return ({ resource }) => {
    if (isAsked || groupResource(resource) !== 'cronjobs.batch') return;
    isAsked = true;
    // Then the first who asks for a zone waits for it.
    start(error => logger.warn({ error: String(error) }, 'time zones were not read ahead'));
  };
}

export function startReading(onError: (error: unknown) => void): Worker {
  const worker = new Worker(READING, { eval: true, execArgv: [] });
  worker.unref();
  return worker.on('error', onError);
}
