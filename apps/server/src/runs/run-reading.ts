import { asArray, asNumber, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, isKubeObject, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { labelSelectorQuery, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { MissingPart, RecordedEvent, RecordedPod, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Row } from '@lanthorn/views/row.ts';
import { type Ask, ServerQuestions } from './ask-server.ts';
import { eventsIn, hasMore, podOf, runOf } from './recorded-parts.ts';

/** Each is asked for its events, and each of its containers for its log. */
const MAX_PODS = 20;
/** Of the Job, and of each pod: what repeats is counted by the server, not told again. */
const MAX_EVENTS = 50;
type Timed = RecordedEvent & { readonly at: number };

/** How much of a run was still there when it was to be read. */
export interface RunTraces {
  /** Its Job is deleted. */
  readonly isGone: boolean;
  /** And was so before anybody could ask: its pods are gone as well. */
  readonly isLongOver: boolean;
}

/** What was read of one run so far: where it was interrupted it goes on, and what is gone meanwhile was not read in vain. */
export class RunReading {
  #job: KubeObject | null | undefined;
  #pods: { readonly items: readonly unknown[]; readonly hasMore: boolean } | undefined;
  #readPods = new Map<string, RecordedPod>();
  #events = new Map<string, { readonly events: readonly Timed[]; readonly hasMore: boolean } | null>();
  #missing = new Map<MissingPart['part'], MissingPart>();
  readonly #questions = new ServerQuestions();

  /** Something was read that may be gone the next time. */
  get holds(): boolean {
    return this.#job != null || this.#pods !== undefined;
  }

  /** Lets go of what was read: there is no room for it. */
  forget(): void {
    this.#job = undefined;
    this.#pods = undefined;
    this.#readPods = new Map();
    this.#events = new Map();
    this.#missing = new Map();
  }

  /** The whole run, as far as it can be known. Rejects when it was interrupted. */
  async read(
    source: ApiSource,
    { cluster, row, traces }: { readonly cluster: string; readonly row: Row; readonly traces: RunTraces },
  ): Promise<RecordedRun> {
    const ask: Ask = request => this.#questions.ask(source, request);
    const { namespace } = row;
    if (this.#job === undefined) this.#job = traces.isGone ? this.#lack('job', null) : await this.#readJob(ask, row);
    const run = runOf(cluster, row, this.#job);
    if (traces.isLongOver && this.#pods === undefined) {
      for (const part of ['pods', 'events'] as const) this.#lack(part, null);
      return { ...run, missing: [...this.#missing.values()] };
    }
    const { items, hasMore: hasMorePods } = (this.#pods ??= await this.#findPods(ask, row));
    const events = [await this.#eventsOf(ask, namespace, { about: JOB_VIEW.kind, uid: row.uid })];
    const pods: RecordedPod[] = [];
    for (const pod of items) {
      const { name: about, uid } = readMeta(pod);
      const read = this.#readPods.get(uid) ?? (await podOf(ask, pod));
      this.#readPods.set(uid, read);
      pods.push(read);
      events.push(await this.#eventsOf(ask, namespace, { about, uid }));
    }
    const told = events.flatMap(each => each?.events ?? []).toSorted((a, b) => a.at - b.at);
    return {
      ...run,
      pods,
      hasMorePods,
      events: events[0] === null ? null : told.map(({ at: _at, ...event }) => event),
      hasMoreEvents: events.some(each => each?.hasMore === true),
      missing: [...this.#missing.values()],
    };
  }

  /** Notes that a part could not be had: why it was refused, or null where it is gone. */
  #lack(part: MissingPart['part'], refusal: Reason | null): null {
    const why = refusal === null ? 'gone' : 'refused';
    this.#missing.set(part, { part, why, text: refusal?.message ?? '', refusal });
    return null;
  }

  async #readJob(ask: Ask, { namespace, name, uid }: Row): Promise<KubeObject | null> {
    const path = resourcePath({ ...JOB_VIEW.resource, namespace, name });
    const { text, refusal } = await ask({ method: 'GET', path });
    // What may not be read is kept as far as the list tells.
    if (text === null) return this.#lack('job', refusal.code === 404 ? null : refusal.reason);
    const job = parseJson(text);
    return isKubeObject(job) && job.metadata.uid === uid ? job : this.#lack('job', null);
  }

  /** Those of this very Job: one that was made anew under its name has pods of its own. */
  async #findPods(ask: Ask, { namespace, uid }: Row) {
    const path = resourcePath({ ...POD_VIEW.resource, namespace });
    const own = labelSelectorQuery(readLabelSelector(getPath(this.#job, 'spec', 'selector')));
    // Where it could not be read: the label of every version. The one with a prefix came with Kubernetes 1.27.
    const labelSelector = own || `controller-uid=${uid}`;
    const query = { labelSelector, limit: String(MAX_PODS) };
    const { text, refusal } = await ask({ method: 'GET', path, query });
    if (text === null) {
      // Who may see Jobs and no pods keeps the run without them.
      this.#lack('pods', refusal.reason);
      return { items: [], hasMore: false };
    }
    const list = parseJson(text);
    // A label is what somebody wrote; the owner is what the garbage collector goes by.
    const items = asArray(getPath(list, 'items')).filter(pod => controllerOf(pod)?.uid === uid);
    const count = (field: string) => asNumber(getPath(this.#job, 'status', field)) ?? 0;
    const atLeast = this.#job == null ? 1 : count('succeeded') + count('failed');
    if (items.length < atLeast && !hasMore(list)) this.#lack('pods', null);
    return { items, hasMore: hasMore(list) };
  }

  async #eventsOf(ask: Ask, namespace: string, { about, uid }: { readonly about: string; readonly uid: string }) {
    const known = this.#events.get(uid);
    if (known !== undefined) return known;
    const path = resourcePath({ ...EVENT_VIEW.resource, namespace });
    const query = { fieldSelector: `involvedObject.uid=${uid}`, limit: String(MAX_EVENTS) };
    const { text, refusal } = await ask({ method: 'GET', path, query });
    if (text === null) this.#lack('events', refusal.reason);
    const events = text === null ? null : eventsIn(parseJson(text), about);
    this.#events.set(uid, events);
    return events;
  }
}
