import { type CancelSignal, CancelSource } from '@lanthorn/base/clock.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { compileFilter } from '@lanthorn/query/row-filter.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { MatchingAnswer, MatchingRequest } from '@lanthorn/protocol/http-messages.ts';
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

/** Everything that a filter matches now, found where the list is whole. Rejects when the list is not live: half of it is not all. */
export async function matchingRows(
  hub: Hub,
  request: MatchingRequest,
  { cluster, others, view: own }: { cluster: Cluster; others: readonly Cluster[]; view: KindView },
): Promise<MatchingAnswer> {
  const view = others.length === 0 ? own : withClusterColumn(own);
  const filter = compileFilter(request.filter, view);
  if (!filter.ok)
    throw new RequestProblem(400, problem('badFilter', { detail: `${filter.error.code} ${filter.error.detail}` }));
  const scopes = view.namespaced && request.namespaces.length > 0 ? [...new Set(request.namespaces)] : [''];
  const failed = new CancelSource();
  const leases = [cluster, ...others].flatMap(of =>
    scopes.map(namespace => ({
      lease: hub.collection(of, { view: own, namespace }, () => failed.cancel()),
      now: () => of.clock.now(),
      start: others.length === 0 ? '' : clusterKeyStart(of.info.name),
    })),
  );
  try {
    await Promise.all(leases.map(({ lease }) => whenLive(hub, lease.value, failed)));
    const rows: MatchingAnswer['rows'][number][] = [];
    let sliceEnd = hub.clock.elapsed() + SLICE_MS;
    for (const { lease, now: nowOf, start } of leases) {
      const now = nowOf();
      for (const row of lease.value.store.rows()) {
        const { key, uid, namespace, name } = row;
        if (filter.value.matches(row, now)) rows.push({ key: start + key, uid, namespace, name });
        if (hub.clock.elapsed() < sliceEnd) continue;
        await hub.clock.nextTurn();
        sliceEnd = hub.clock.elapsed() + SLICE_MS;
      }
    }
    return { rows };
  } finally {
    for (const { lease } of leases) lease.release();
  }
}

/** The answer as text, piece by piece. */
export async function* matchingText({ rows }: MatchingAnswer, { clock }: Hub): AsyncIterable<string> {
  yield '{"rows":[';
  for (let at = 0; at < rows.length; at += WRITTEN_ROWS) {
    const text = JSON.stringify(rows.slice(at, at + WRITTEN_ROWS));
    yield `${at === 0 ? '' : ','}${text.slice(1, -1)}`;
    await clock.nextTurn();
  }
  yield ']}';
}

function whyNotLive(state: QueryState): Reason {
  return state.kind === 'stale' ? state.reason : answerReason('stillLoading', {});
}

function whenLive(hub: Hub, collection: Collection, failed: CancelSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const { state } = collection;
      if (state.kind === 'live') finish(resolve);
      else if (state.kind === 'forbidden')
        finish(() => reject(new RequestProblem(403, problem('notLive', { detail: state.reason }))));
    };
    const finish = (then: () => void) => {
      cancel();
      stop();
      failed.removeEventListener('abort', fail);
      then();
    };
    const fail = () => finish(() => reject(new RequestProblem(500, problem('noAnswer', {}))));
    const cancel = hub.clock.schedule(LIVE_TIMEOUT_MS, () =>
      finish(() => reject(new RequestProblem(503, problem('notLive', { detail: whyNotLive(collection.state) })))),
    );
    const stop = collection.onState(check);
    failed.addEventListener('abort', fail);
    check();
  });
}
