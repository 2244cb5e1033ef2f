import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import type { WholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { logRequest } from './log-request.ts';
import { UntilTime } from './until-time.ts';

/**
 * All that nodes keep of some logs, one after the other, each behind its name where there are several. It comes as fast as it is taken. One
 * that is refused says so in its place; where one breaks off all does, so that nothing half is taken for whole.
 */
export async function* wholeLog(
  cluster: Pick<Cluster, 'source'>,
  query: WholeLogQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const places = query.containers.split(',');
  const { since: sinceTime } = query;
  // What is read to a time is told by it.
  const hasTimes = query.timestamps === 'yes' || query.until !== undefined;
  for (const place of places) {
    const [container = '', pod = '', namespace = query.namespace] = place.split('/').reverse();
    const how = { follow: false, previous: query.previous === 'yes', timestamps: hasTimes, sinceTime };
    const response = await cluster.source.send(logRequest({ namespace, pod, container, ...how }), signal);
    if (places.length > 1) yield `==> ${place} <==\n`;
    if (response.status !== 200) {
      yield `(${readStatus(response.status, await readBody(response)).message})\n`;
      continue;
    }
    const text = query.until === undefined ? response.body : untilTime(response.body, query.until);
    let last = '';
    for await (const part of text) {
      yield part;
      last = part.at(-1) ?? last;
    }
    if (last !== '' && last !== '\n' && places.length > 1) yield '\n';
  }
}

async function* untilTime(body: AsyncIterable<string>, time: string): AsyncGenerator<string> {
  const until = new UntilTime(time);
  for await (const text of body) {
    yield until.take(text);
    if (until.isOver) return;
  }
  yield until.end();
}
