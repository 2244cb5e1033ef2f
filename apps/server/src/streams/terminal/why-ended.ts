import type { Clock } from '@lanthorn/base/clock.ts';
import type { CommandExit } from '@lanthorn/kube/api/remote-command.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import type { TerminalQuery } from '@lanthorn/protocol/stream-queries.ts';
import { clusterSays, tryRead } from '../../upstream/api-calls.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { problemOfError } from '../../upstream/transport/upstream-problem.ts';
import { type TerminalPlace, whyGone } from './terminal-place.ts';

/** Killed, and asked to end: so a command ends whose container does. */
const ENDED_FROM_OUTSIDE = new Set([137, 143]);
/** A node tells what became of a container within a second or two of it. */
const LOOKS = 3;
const LOOK_EVERY_MS = 1_000;

export interface EndedCommand {
  readonly place: TerminalPlace;
  readonly query: Pick<TerminalQuery, 'namespace' | 'pod'>;
  /** What was said of it; null where nothing was. */
  readonly exit: CommandExit | null;
  /** What the connection broke with; null where it was closed. */
  readonly broken: unknown;
  readonly clock: Clock;
}

/** Why a command ended: by itself, because its container did, or because the connection to it did. */
export async function whyEnded(
  cluster: Cluster,
  { place, query, exit, broken, clock }: EndedCommand,
): Promise<StreamEnd> {
  const isOwnEnd = exit?.kind === 'exited' && !ENDED_FROM_OUTSIDE.has(exit.code);
  const gone = isOwnEnd || place.uid === '' ? null : await lookFor(cluster, { place, query, clock });
  if (gone !== null) return { reason: 'finished', problem: gone };
  if (exit?.kind === 'exited')
    return { reason: 'finished', problem: exit.code === 0 ? null : problem('exited', { code: exit.code }) };
  if (exit?.kind === 'failed') return { reason: 'refused', problem: clusterSays(exit.status) };
  if (broken !== null) return { reason: 'cut', problem: problemOfError(broken, 'streamBroke') };
  const { server } = cluster.info;
  return { reason: 'cut', problem: problem('connectionCut', { server, code: 1000 }) };
}

async function lookFor(cluster: Cluster, { place, query, clock }: Pick<EndedCommand, 'place' | 'query' | 'clock'>) {
  const resource = { group: '', version: 'v1', resource: 'pods' };
  for (let look = 0; look < LOOKS; look++) {
    if (look > 0) await new Promise<void>(resolve => clock.schedule(LOOK_EVERY_MS, resolve));
    const { code, object } = await tryRead(cluster, { resource, namespace: query.namespace, name: query.pod });
    // Not read is not gone.
    if (object === null && code !== 404) return null;
    const gone = whyGone(object, place);
    if (gone !== null) return gone;
  }
  return null;
}
