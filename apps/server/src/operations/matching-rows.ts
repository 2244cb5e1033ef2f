import { type CancelSignal, CancelSource } from '@lanthorn/base/clock.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { MatchingAnswer, MatchingRequest } from '@lanthorn/protocol/http/matching-messages.ts';
import { withClusterColumn } from '@lanthorn/views/cluster-column.ts';
import { clusterKeyStart } from '@lanthorn/views/cluster-row-key.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { Collection } from '../hub/lists/collection.ts';
import type { Hub } from '../hub/hub.ts';
import { RequestProblem } from './request-problem.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** A list that does not become live in this time cannot say what all of it is. */
const LIVE_TIMEOUT_MS = 15_000;

/** Looking goes on for this long before others get the event loop. */
const SLICE_MS = 6;
/** Rows written into an answer at a time: a hundred thousand at once hold up everybody. */
const WRITTEN_ROWS = 2_000;

/**
 * Everything that a filter matches now, found where the list is whole. What the list leaves out is left out, and named: what may not be
 * read, and of several clusters those that never told anything. Rejects when nothing is left, or some of it is not live: half is not all.
 */
export async function matchingRows(
  hub: Hub,
  request: MatchingRequest,
  { clusters, absent, view: own }: { clusters: readonly Cluster[]; absent: readonly string[]; view: KindView },
): Promise<MatchingAnswer> {
  const isOne = clusters.length + absent.length === 1;
  const view = isOne ? own : withClusterColumn(own);
  const filter = compileFilter(request.filter, view);
  if (!filter.ok)
    throw new RequestProblem(400, problem('badFilter', { detail: `${filter.error.code} ${filter.error.detail}` }));
  const scopes = view.namespaced && request.namespaces.length > 0 ? [...new Set(request.namespaces)] : [''];
  const failed = new CancelSource();
  const leases = clusters.flatMap(of =>
    scopes.map(namespace => ({
      lease: hub.collection(of, { view: own, namespace }, () => failed.cancel()),
      now: () => of.clock.now(),
      start: isOne ? '' : clusterKeyStart(of.info.name),
      name: isOne ? namespace : scopes.length === 1 ? of.info.name : `${of.info.name}/${namespace}`,
    })),
  );
  try {
    const left = await Promise.all(
      leases.map(({ lease, name }) => whenTold(hub, lease.value, { failed, name: isOne ? null : name })),
    );
    const [why] = left;
    if (why != null && !left.includes(null)) throw why;
    const rows: MatchingAnswer['rows'][number][] = [];
    let sliceEnd = hub.clock.elapsed() + SLICE_MS;
    for (const [i, { lease, now: nowOf, start }] of leases.entries()) {
      if (left[i] !== null) continue;
      const now = nowOf();
      for (const row of lease.value.store.rows()) {
        const { key, uid, namespace, name } = row;
        if (filter.value.matches(row, now)) rows.push({ key: start + key, uid, namespace, name });
        if (hub.clock.elapsed() < sliceEnd) continue;
        await hub.clock.nextTurn();
        sliceEnd = hub.clock.elapsed() + SLICE_MS;
      }
    }
    const missing = [...absent, ...leases.flatMap(({ name }, i) => (left[i] === null ? [] : [name]))];
    return { rows, ...(missing.length === 0 ? {} : { missing }) };
  } finally {
    for (const { lease } of leases) lease.release();
  }
}

/** The answer as text, piece by piece. */
export async function* matchingText({ rows, missing }: MatchingAnswer, { clock }: Hub): AsyncIterable<string> {
  yield '{"rows":[';
  for (let at = 0; at < rows.length; at += WRITTEN_ROWS) {
    const text = JSON.stringify(rows.slice(at, at + WRITTEN_ROWS));
    yield `${at === 0 ? '' : ','}${text.slice(1, -1)}`;
    await clock.nextTurn();
  }
  yield missing === undefined ? ']}' : `],"missing":${JSON.stringify(missing)}}`;
}

function whyNotLive(state: QueryState): Reason {
  return 'reason' in state ? state.reason : answerReason('stillLoading', {});
}

interface Waited {
  readonly failed: CancelSignal;
  /** Which of several it is; null where there is one. */
  readonly name: string | null;
}

/** Null when it is live; why it is not where the list goes on without it. */
function whenTold(hub: Hub, collection: Collection, { failed, name }: Waited): Promise<RequestProblem | null> {
  const notLive = (status: number) => {
    const why = whyNotLive(collection.state);
    const detail = name === null ? why : answerReason('someNamespaces', { namespaces: name, why });
    return new RequestProblem(status, problem('notLive', { detail }));
  };
  return new Promise((resolve, reject) => {
    const check = () => {
      const { state } = collection;
      if (state.kind === 'live') finish(() => resolve(null));
      else if (state.kind === 'forbidden') finish(() => resolve(notLive(403)));
      else if (name !== null && state.kind === 'stale' && state.isEmpty) finish(() => resolve(notLive(503)));
    };
    const finish = (then: () => void) => {
      cancel();
      stop();
      failed.removeEventListener('abort', fail);
      then();
    };
    const fail = () => finish(() => reject(new RequestProblem(500, problem('noAnswer', {}))));
    const cancel = hub.clock.schedule(LIVE_TIMEOUT_MS, () => finish(() => reject(notLive(503))));
    const stop = collection.onState(check);
    failed.addEventListener('abort', fail);
    check();
  });
}
