import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { clusterSays } from '../upstream/api-calls.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { LOG_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { problemOfError } from '../upstream/transport/upstream-problem.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Outlet, Stream, StreamContext } from './stream.ts';
import { FilteredLog } from './logs/filtered-log.ts';
import { lineFilter } from './logs/line-filter.ts';
import { logRequest } from './logs/log-request.ts';
import { UntilTime } from './logs/until-time.ts';

/** A container's log: it says why it ends, and takes nothing. */
export class LogStream implements Stream {
  readonly #abort = new AbortController();
  readonly #outlet: Outlet;

  constructor(query: LogQuery, { cluster, clock, boundary, outlet }: StreamContext) {
    this.#outlet = outlet;
    const { filter } = query;
    const isWanted = filter === undefined ? null : lineFilter(filter.terms);
    if (isWanted === null || typeof isWanted === 'function') {
      const sieve =
        filter === undefined || isWanted === null
          ? null
          : new FilteredLog({ clock, boundary, outlet, isWanted, around: filter.around, hasTimes: query.timestamps });
      this.#abort.signal.addEventListener('abort', () => sieve?.close());
      boundary.follow(this.#run(cluster, query, sieve));
    } else outlet.end({ reason: 'refused', problem: isWanted });
  }

  async receive(): Promise<void> {
    this.#outlet.end({ reason: 'refused', problem: problem('takesNoBytes', {}) });
  }

  close(): void {
    this.#abort.abort();
  }

  async #run(cluster: Cluster, query: LogQuery, sieve: FilteredLog | null): Promise<void> {
    const outlet = this.#outlet;
    const { tailLines, untilTime } = query;
    // What is read to a time is not counted from the end.
    const asked = { ...query, tailLines: untilTime === undefined ? tailLines : undefined };
    try {
      const response = await cluster.source.send(logRequest(asked), this.#abort.signal);
      if (response.status !== 200) {
        const status = readStatus(response.status, await readBody(response));
        outlet.end({ reason: 'refused', problem: clusterSays(status) });
        return;
      }
      const until = untilTime === undefined ? null : new UntilTime(untilTime);
      const take = async (text: string) => {
        if (sieve !== null) await sieve.take(text);
        else if (text !== '') await outlet.write(LOG_CHANNEL.lines, Buffer.from(text));
      };
      for await (const text of response.body) {
        if (this.#abort.signal.aborted) return;
        await take(until === null ? text : until.take(text));
        if (until?.isOver === true) break;
      }
      await take(until?.end() ?? '');
      await sieve?.end();
      outlet.end({ reason: 'finished', problem: null });
    } catch (error) {
      outlet.end({ reason: 'cut', problem: problemOfError(error, 'streamBroke') });
    }
  }
}
