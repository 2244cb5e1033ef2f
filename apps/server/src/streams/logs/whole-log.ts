import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import type { WholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { logRequest } from './log-request.ts';
import { UntilTime } from './until-time.ts';

/**
 * All that nodes keep of some logs, one after the other, each behind its name where there are several: the very bytes, which need be no text.
 * It comes as fast as it is taken. One that is refused says so in its place; where one breaks off all does, so that nothing half is taken for whole.
 */
export async function* wholeLog(
  cluster: Pick<Cluster, 'source'>,
  query: WholeLogQuery,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const places = query.containers.split(',');
  const { since: sinceTime } = query;
  // What is read to a time is told by it.
  const hasTimes = query.timestamps === 'yes' || query.until !== undefined;
  for (const place of places) {
    const [container = '', pod = '', namespace = query.namespace] = place.split('/').reverse();
    const how = { follow: false, previous: query.previous === 'yes', timestamps: hasTimes, sinceTime };
    const request = { ...logRequest({ namespace, pod, container, ...how }), asBytes: true };
    const response = await cluster.source.send(request, signal);
    if (places.length > 1) yield Buffer.from(`==> ${place} <==\n`);
    if (response.status !== 200) {
      yield Buffer.from(`(${readStatus(response.status, await readBody(response)).message})\n`);
      continue;
    }
    const text = query.until === undefined ? response.body : untilTime(response.body, query.until);
    const encoding = response.isBytes === true ? 'latin1' : 'utf8';
    let last = '';
    for await (const part of text) {
      yield Buffer.from(part, encoding);
      last = part.at(-1) ?? last;
    }
    if (last !== '' && last !== '\n' && places.length > 1) yield Buffer.from('\n');
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
