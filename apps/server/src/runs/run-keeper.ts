import { MAX_RECORDED_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import type { ClusterSettings, RecordingState } from '@lanthorn/protocol/http/settings-messages.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { CRONJOB_EVENT_VIEW, EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { Collection } from '../hub/lists/collection.ts';
import type { Hub } from '../hub/hub.ts';
import type { Lease } from '../hub/sharing/leased.ts';
import { type ClusterKey, clusterKey } from '../upstream/cluster-key.ts';
import type { KeptSettings, SettingsStore } from '../history/stores/settings-store.ts';
import type { Identity } from '../upstream/identity.ts';

/**
 * How often the settings are looked at: for a cluster that came later, a list that failed or was refused, a history that could not be read,
 * and what was chosen in another Lanthorn that has the same history.
 */
const LOOK_EVERY_MS = 60_000;

export interface RunKeeperContext {
  /** For whom runs are read and kept. */
  readonly identity: Identity;
  readonly hub: Pick<Hub, 'clusters' | 'collection'>;
  readonly settings: SettingsStore;
  readonly boundary: Boundary;
}

interface Held {
  readonly lease: Lease<Collection>;
  /** What the controller says of CronJobs. */
  readonly skips: Lease<Collection>;
  /** What anybody says of any object. */
  readonly events: Lease<Collection>;
  readonly stopListening: () => void;
  /** Null until the list is whole, and again while it is read anew after a cut that the watch could not bridge. */
  seenSince: number | null;
}

/** Keeps lists of Jobs, and of events, open, as a tab does, where these are to be recorded without one: who records looks at every open list. */
export class RunKeeper {
  readonly #context: RunKeeperContext;
  /** By cluster, and by namespace: '' for all. */
  readonly #held = new Map<string, Map<string, Held>>();
  #isClosed = false;
  #cancelCheck: () => void = () => {};

  constructor(context: RunKeeperContext) {
    this.#context = context;
    context.boundary.follow(this.#applySettings());
  }

  /** Null where it is off; rejects where the settings cannot be read. */
  async recording(cluster: string): Promise<RecordingState | null> {
    const settings = await this.#context.settings.settings(this.#keyOf(cluster));
    this.#follow(cluster, settings);
    const held = this.#held.get(cluster);
    if (held === undefined) return null;
    const scopes = [...held].map(([namespace, { lease, skips, events, seenSince }]) => {
      const { state, store } = lease.value;
      return { namespace, seenSince, state, skips: skips.value.state, events: events.value.state, jobs: store.size };
    });
    return { chosenAt: settings.chosenAt, scopes };
  }

  /** Rejects where it cannot be kept; nothing changes then. */
  async choose(cluster: string, { recordRuns, namespaces: named = [] }: ClusterSettings): Promise<void> {
    const { settings } = this.#context;
    const before = await settings.settings(this.#keyOf(cluster));
    const namespaces = recordRuns ? [...new Set(named)].sort() : [];
    if (before.recordRuns === recordRuns && before.namespaces.join() === namespaces.join()) return;
    const chosen = { recordRuns, namespaces, chosenAt: this.#now(cluster) };
    await settings.saveSettings(this.#keyOf(cluster), chosen);
    this.#follow(cluster, chosen);
  }

  close(): void {
    this.#isClosed = true;
    this.#context.boundary.close();
    this.#cancelCheck();
    for (const [name, held] of this.#held) for (const namespace of held.keys()) this.#letGo(name, namespace);
  }

  async #applySettings(): Promise<void> {
    const { hub, settings, boundary } = this.#context;
    for (const { name } of hub.clusters.list()) {
      // Where they cannot be read now it stays as it is.
      const kept = await settings.settings(this.#keyOf(name)).catch(() => null);
      if (kept !== null) boundary.run(() => this.#follow(name, kept));
    }
    // A right or a token may be there again, and no person is there to say so.
    for (const held of this.#held.values())
      for (const { lease, skips, events } of held.values())
        for (const each of [lease, skips, events]) boundary.run(() => each.value.askAgain());
    if (!this.#isClosed)
      this.#cancelCheck = boundary.clock.schedule(LOOK_EVERY_MS, () => boundary.follow(this.#applySettings()));
  }

  #follow(name: string, { recordRuns, namespaces }: KeptSettings): void {
    if (this.#isClosed) return;
    const wanted = new Set(namespaces.length === 0 ? [''] : namespaces.slice(0, MAX_RECORDED_NAMESPACES));
    if (!recordRuns) wanted.clear();
    const held = this.#held.get(name) ?? new Map<string, Held>();
    for (const namespace of held.keys()) if (!wanted.has(namespace)) this.#letGo(name, namespace);
    for (const namespace of wanted) if (!held.has(namespace)) this.#hold(name, namespace);
  }

  #hold(name: string, namespace: string): void {
    const { hub, boundary } = this.#context;
    const cluster = hub.clusters.get(this.#keyOf(name));
    if (cluster === undefined) return;
    const letGo = () => this.#letGo(name, namespace);
    const lease = hub.collection(cluster, { view: JOB_VIEW, namespace }, letGo);
    const skips = hub.collection(cluster, { view: CRONJOB_EVENT_VIEW, namespace }, letGo);
    const events = hub.collection(cluster, { view: EVENT_VIEW, namespace }, letGo);
    const collection = lease.value;
    const held: Held = {
      lease,
      skips,
      events,
      stopListening: collection.onState(boundary.guard(() => this.#note(held))),
      seenSince: null,
    };
    const ofCluster = this.#held.get(name) ?? new Map<string, Held>();
    this.#held.set(name, ofCluster.set(namespace, held));
    this.#note(held);
  }

  #note(held: Held): void {
    const { state } = held.lease.value;
    if (state.kind === 'live') held.seenSince ??= this.#now(held.lease.value.cluster);
    if (state.kind === 'loading' || (state.kind === 'stale' && state.reason.code === 'relisting'))
      held.seenSince = null;
  }

  /** By the clock of the cluster, as the runs have their times. */
  #now(name: string): number {
    const { hub, boundary } = this.#context;
    return (hub.clusters.get(this.#keyOf(name))?.clock ?? boundary.clock).now();
  }

  #keyOf(name: string): ClusterKey {
    return clusterKey(name, this.#context.identity);
  }

  #letGo(name: string, namespace: string): void {
    const ofCluster = this.#held.get(name);
    const held = ofCluster?.get(namespace);
    ofCluster?.delete(namespace);
    if (ofCluster?.size === 0) this.#held.delete(name);
    held?.stopListening();
    held?.lease.end();
    held?.skips.end();
    held?.events.end();
  }
}
