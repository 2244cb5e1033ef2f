import type { Reason } from '@lanthorn/base/reason.ts';
import { MAX_NAMESPACES, MAX_SUBSCRIPTIONS } from '@lanthorn/protocol/constants.ts';
import type { RangeFrame } from '@lanthorn/protocol/down-messages.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { NamedRow, Subscription } from '@lanthorn/protocol/up-messages.ts';
import { packedViewOf } from '@lanthorn/views/packs/pack-view.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Hub } from '../hub/hub.ts';
import type { FrameText } from '../hub/lists/list-frame.ts';
import type { SharedText } from '../hub/sharing/shared-text.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Urgency } from './frame-beat.ts';
import { ListSubscription, scopesOf } from './list-subscription.ts';
import { ObjectSubscription } from './object-subscription.ts';
import type { OpenSubscription, SubscriptionChange, SubscriptionContext } from './open-subscription.ts';

/** Fifteen kinds in as many namespaces as may be chosen: more than any page shows. Each is a list and a watch of its own. */
const MAX_SCOPES = 15 * MAX_NAMESPACES;
/** Nobody presses a button more often; each time is a request for every source that waits. */
const RETRY_EVERY_MS = 1_000;

const TOO_MANY_SCOPES = problem('tooManyLists', { most: MAX_SCOPES });

/** What the subscriptions of a tab need of its session. */
export interface TabSubscriptionsContext {
  readonly hub: Hub;
  /** Of this name, as whoever looks reaches it. */
  readonly cluster: (name: string) => Cluster | undefined;
  /** The tab looks at this cluster, from now on at the latest. */
  readonly onCluster: (cluster: Cluster) => void;
  /** There is something new to send; it may wait where the list is still filling up. */
  readonly onDirty: (urgency: Urgency) => void;
  /** Nothing is open under this id, and why. */
  readonly refuse: (id: number, why: Problem) => void;
}

/** What a tab looks at, and where its faults end. */
interface Entry {
  readonly subscription: OpenSubscription;
  readonly boundary: Boundary;
  /** When the tab last asked for another try. */
  retriedAt: number;
}

/** All that one tab looks at, whatever it is. A fault in one of them ends that one, and the tab is told why. */
export class TabSubscriptions {
  readonly #context: TabSubscriptionsContext;
  readonly #entries = new Map<number, Entry>();
  readonly #dirty = new Set<number>();

  constructor(context: TabSubscriptionsContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(id: number): boolean {
    return this.#entries.has(id);
  }

  hasList(id: number): boolean {
    return this.#entries.get(id)?.subscription.frameType === 'list';
  }

  /** An id that is open already begins anew. */
  open(id: number, query: Subscription): void {
    this.end(id);
    const { hub, refuse, onCluster } = this.#context;
    const several = query.kind === 'list' ? query.others : undefined;
    const names = [...new Set([query.cluster, ...(several ?? [])])];
    const [cluster, ...others] = names.flatMap(name => this.#context.cluster(name) ?? []);
    if (cluster === undefined) return refuse(id, problem('noCluster', { cluster: query.cluster }));
    const there = [cluster, ...others];
    const refusal = this.#refusalOf(id, query);
    if (refusal !== null) return refuse(id, refusal);
    for (const each of there) onCluster(each);
    const boundary = hub.boundary(`${query.kind} of a tab`, message => {
      this.end(id);
      refuse(id, problem('fault', { detail: message }));
    });
    return boundary.run(() => {
      const subscription = openSubscription(hub, query, {
        cluster,
        others: several === undefined ? undefined : others,
        absent: this.#absent(names.filter(name => there.every(({ info }) => info.name !== name))),
        boundary,
        onDirty: () => this.#markDirty(id),
      });
      this.#entries.set(id, { boundary, subscription, retriedAt: Number.NEGATIVE_INFINITY });
      this.#markDirty(id);
    });
  }

  /** Why there is nothing of these clusters. */
  #absent(names: readonly string[]): Readonly<Record<string, Reason>> {
    const known = this.#context.hub.clusters.list();
    const why = (name: string) =>
      known.find(info => info.name === name)?.problem ?? problem('noCluster', { cluster: name });
    return Object.fromEntries(names.map(name => [name, why(name)]));
  }

  /** One that comes to read too many lists by it is ended. */
  change(id: number, change: SubscriptionChange): void {
    const subscription = this.#entries.get(id)?.subscription;
    if (subscription === undefined) return;
    if (change.namespaces !== undefined && this.#wouldReadTooMuch(id, subscription.listScopes(change))) {
      this.end(id);
      return this.#context.refuse(id, TOO_MANY_SCOPES);
    }
    return this.#runInside(id, () => subscription.applyChange(change));
  }

  /** What stands between two rows; null where nothing with rows is open under the id, or it failed over it. */
  readRange(id: number, from: string, to: string): RangeFrame['answer'] | null {
    let answer: RangeFrame['answer'] | null = null;
    this.#runInside(id, subscription => {
      answer = subscription.readRange(from, to);
    });
    return answer;
  }

  /** Which of these objects are no more, its frames say. */
  askAbout(id: number, rows: readonly NamedRow[]): void {
    this.#runInside(id, subscription => subscription.askAbout(rows));
  }

  retry(id: number): void {
    const entry = this.#entries.get(id);
    const now = this.#context.hub.clock.elapsed();
    if (entry === undefined || now - entry.retriedAt < RETRY_EVERY_MS) return;
    entry.retriedAt = now;
    this.#runInside(id, subscription => subscription.retry());
  }

  /** One message of all that is new, as JSON in parts; null when nothing is. */
  makeMessage(): { readonly parts: (string | SharedText)[]; readonly hasRows: boolean } | null {
    const parts: (string | SharedText)[] = [];
    let hasRows = false;
    // A message takes in what waits to be handed on: what that changes of another list is told in the next one.
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const id of dirty) {
      const type = this.#entries.get(id)?.subscription.frameType;
      const frame = this.#makeFrame(id);
      if (type === undefined || frame === null) continue;
      // The fields are text already, made once for all tabs that are told the same.
      parts.push(`${parts.length === 0 ? '[' : ','}{"type":"${type}","id":${id},`, frame.fields);
      hasRows ||= frame.hasRows;
    }
    return parts.length === 0 ? null : { parts: [...parts, ']'], hasRows };
  }

  end(id: number): void {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    this.#dirty.delete(id);
    entry?.boundary.close();
    entry?.subscription.close();
  }

  close(): void {
    for (const id of [...this.#entries.keys()]) this.end(id);
  }

  #refusalOf(id: number, query: Subscription): Problem | null {
    if (this.size >= MAX_SUBSCRIPTIONS) return problem('tooManySubscriptions', { most: MAX_SUBSCRIPTIONS });
    if (query.kind !== 'list') return null;
    if (this.#wouldReadTooMuch(id, scopesOf(query))) return TOO_MANY_SCOPES;
    return packedViewOf(query.resource) === undefined ? problem('noView', { kind: query.resource.resource }) : null;
  }

  /** Windows on the same lists read them once. */
  #wouldReadTooMuch(id: number, wanted: readonly string[]): boolean {
    const scopes = new Set(wanted);
    for (const [other, { subscription }] of this.#entries)
      if (other !== id) for (const scope of subscription.listScopes()) scopes.add(scope);
    return scopes.size > MAX_SCOPES;
  }

  #markDirty(id: number): void {
    this.#dirty.add(id);
    const { isFillingUp = false, isAnswer = false } = this.#entries.get(id)?.subscription ?? {};
    this.#context.onDirty({ isFillingUp, isAnswer });
  }

  /** What is new of a subscription; null when nothing is, or when it failed over it. */
  #makeFrame(id: number): FrameText | null {
    let frame: FrameText | null = null;
    this.#runInside(id, subscription => {
      frame = subscription.makeFrame();
    });
    return frame;
  }

  /** Does something with a subscription, if it is still open; what it throws ends that one. */
  #runInside(id: number, work: (subscription: OpenSubscription) => void): void {
    const entry = this.#entries.get(id);
    entry?.boundary.run(() => work(entry.subscription));
  }
}

function openSubscription(hub: Hub, query: Subscription, context: SubscriptionContext): OpenSubscription {
  switch (query.kind) {
    case 'list':
      return new ListSubscription(hub, query, context);
    case 'object':
      return new ObjectSubscription(hub, query, context);
  }
}
