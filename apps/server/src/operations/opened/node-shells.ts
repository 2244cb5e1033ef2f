import { randomUUID } from 'node:crypto';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import { isLeftNodeShell, NODE_SHELL_LABEL } from '@lanthorn/actions/node/node-shell.ts';
import { CancelSource, sleep } from '@lanthorn/base/clock.ts';
import { asArray } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { History } from '../../history/stores/history.ts';
import { unlessUnavailable } from '../../history/stores/history-status.ts';
import { type KeptNodeShell, nodeShellKey, type NodeShellsStore } from '../../history/stores/node-shells-store.ts';
import type { TerminalJournal, TerminalRecord } from '../../streams/terminal/terminal-keeper.ts';
import { tryRead, trySend } from '../../upstream/api-calls.ts';
import type { Cluster, ClusterRegistry } from '../../upstream/cluster.ts';
import { type ClusterKey, clusterKey } from '../../upstream/cluster-key.ts';
import type { Identity } from '../../upstream/identity.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
/** Nobody opened its terminal so long after it was made: its page was closed. Longer than a terminal waits for a pod to begin. */
const UNOPENED_MS = 300_000;
/** A pod that could not be deleted, or is not gone yet, is looked at again so soon, and so often; then its own deadline ends it. */
const LOOK_MS = 30_000;
const LOOKS = 20;
/** Whoever stops the program waits no longer for its pods to be deleted. */
const CLOSE_MS = 3_000;

/** What others left behind is looked for when a cluster's first screen has been read. */
const LOOK_AROUND_MS = 10_000;
/** What is left over then goes at a later start. */
const MOST_LEFT = 50;

export interface NodeShellsContext {
  readonly clusters: ClusterRegistry;
  readonly store: NodeShellsStore;
  readonly processes: History['processes'];
  readonly runner: { start(identity: Identity, request: OperationRequest): Promise<unknown> };
  readonly boundary: Boundary;
}

interface LiveShell {
  readonly shell: KeptNodeShell;
  /** Of the pod that was made; null where that is not known: then its label tells. */
  uid: string | null;
  terminals: number;
  /** Looked at in vain. */
  looks: number;
  /** Its deletion was asked for: once, and what came of it is in the history. */
  isAsked: boolean;
  cancel: () => void;
}

/**
 * Deletes the pods of shells on nodes once their terminals have ended: those of this process, and those that another left behind. What it had made
 * itself and bears its label is deleted, by the person whose it is, and that very pod; of what nothing is known any more only what has ended by its
 * deadline, where this person may.
 */
export class NodeShells implements TerminalJournal {
  readonly #context: NodeShellsContext;
  readonly #live = new Map<string, LiveShell>();
  /** Clusters in which it was looked for what others left behind, or is soon. */
  readonly #looked = new Map<ClusterKey, () => void>();
  #isClosed = false;

  constructor(context: NodeShellsContext) {
    this.#context = context;
    context.boundary.follow(this.#sweep());
  }

  /** Somebody reads this cluster: what is left there of those that ended without their store goes, once for each process that is answered. */
  uses(identity: Identity, cluster: Cluster): void {
    if (this.#isClosed || this.#looked.has(cluster.key) || cluster.info.isReadOnly === true) return;
    const { boundary } = this.#context;
    const look = () => boundary.follow(this.#deleteLeft(identity, cluster));
    this.#looked.set(cluster.key, boundary.clock.schedule(LOOK_AROUND_MS, look));
  }

  /** Before anything is sent: from then on it is known that there may be such a pod. */
  async begins(identity: Identity, actions: readonly Action[]): Promise<void> {
    for (const action of actions) {
      const shell = this.#shellOf(identity, action);
      if (shell === null || this.#live.has(nodeShellKey(shell))) continue;
      this.#expectTerminal(this.#add(shell));
      // Without a history its deadline alone ends it after a crash.
      await unlessUnavailable(this.#context.store.saveNodeShell(shell));
    }
  }

  /** What an action made: that very pod is to be deleted, and none that comes to have its name. */
  made(identity: Identity, action: Action, pod: KubeObject | null): void {
    const shell = this.#shellOf(identity, action);
    const uid = pod?.metadata.uid;
    if (shell === null || uid === undefined) return;
    const live = this.#live.get(nodeShellKey(shell)) ?? this.#add(shell);
    if (live.uid === uid) return;
    live.uid = uid;
    live.looks = 0;
    live.isAsked = false;
    if (live.terminals === 0) this.#expectTerminal(live);
  }

  began({ cluster, identity, query: { namespace, pod } }: TerminalRecord): { ended(): void } {
    const live = this.#live.get(nodeShellKey({ identity, cluster: cluster.info.name, namespace, pod }));
    if (live === undefined) return { ended: () => {} };
    live.cancel();
    live.terminals++;
    return {
      ended: () => {
        live.terminals--;
        if (live.terminals === 0) this.#end(live);
      },
    };
  }

  /** Nobody has a terminal any more, and nobody would delete their pods before the next start: so they go now. */
  async close(): Promise<void> {
    const { boundary } = this.#context;
    this.#isClosed = true;
    for (const cancel of this.#looked.values()) cancel();
    const asked = [...this.#live.values()].map(async live => {
      live.cancel();
      const cluster = this.#clusterOf(live);
      if (cluster !== undefined) await this.#deletePod(live, cluster);
    });
    const stop = new CancelSource();
    await Promise.race([Promise.all(asked), sleep(boundary.clock, CLOSE_MS, stop)]);
    stop.cancel();
    boundary.close();
  }

  #shellOf({ key: identity }: Identity, { kind, target, params }: Action): KeptNodeShell | null {
    if (actionRecord(kind).endsWithTerminal !== true || params.nodeShell === undefined) return null;
    const { namespace, name: pod } = params.nodeShell;
    return { identity, cluster: target.cluster, namespace, pod, by: this.#context.processes.id };
  }

  #add(shell: KeptNodeShell): LiveShell {
    const live: LiveShell = { shell, uid: null, terminals: 0, looks: 0, isAsked: false, cancel: () => {} };
    this.#live.set(nodeShellKey(shell), live);
    return live;
  }

  #expectTerminal(live: LiveShell): void {
    live.cancel();
    live.cancel = this.#context.boundary.clock.schedule(UNOPENED_MS, () => this.#end(live));
  }

  /** What processes left behind that are not there any more: nobody has a terminal there. */
  async #sweep(): Promise<void> {
    const { store, processes } = this.#context;
    const kept = (await unlessUnavailable(store.nodeShells())) ?? [];
    for (const shell of kept.filter(({ by }) => !processes.isAlive(by))) this.#end(this.#add(shell));
  }

  /** Read from the API server's cache: of all pods of a cluster those with a label are costly to ask its store for. */
  async #deleteLeft({ key: identity }: Identity, cluster: Cluster): Promise<void> {
    const path = resourcePath({ ...PODS, namespace: '' });
    const query = { labelSelector: `${NODE_SHELL_LABEL}=true`, resourceVersion: '0' };
    const { code, object } = await trySend(cluster, { method: 'GET', path, query });
    // Who may not list them cannot later; what was not answered is asked again when somebody next reads this cluster.
    if (code !== 200 && code !== 403) this.#looked.delete(cluster.key);
    const now = cluster.clock.now();
    const left = asArray(object?.['items'])
      .filter(isKubeObject)
      .filter(pod => isLeftNodeShell(pod, now));
    for (const { metadata } of left.slice(0, MOST_LEFT)) {
      const { name: pod = '', namespace = '', uid = null } = metadata;
      const shell = { identity, cluster: cluster.info.name, namespace, pod, by: this.#context.processes.id };
      if (this.#live.has(nodeShellKey(shell))) continue;
      const live = this.#add(shell);
      live.uid = uid;
      this.#end(live);
    }
  }

  #end(live: LiveShell): void {
    live.cancel();
    if (!this.#isClosed) this.#context.boundary.follow(this.#lookAt(live));
  }

  /** Undefined where nothing can be done before the next start. */
  #clusterOf({ shell }: LiveShell): Cluster | undefined {
    const cluster = this.#context.clusters.get(clusterKey(shell.cluster, { key: shell.identity }));
    return cluster?.info.isReadOnly === true ? undefined : cluster;
  }

  /** Until it is gone. */
  async #lookAt(live: LiveShell): Promise<void> {
    const { store, boundary } = this.#context;
    const cluster = this.#clusterOf(live);
    let isOver = false;
    try {
      isOver = cluster !== undefined && (await this.#deletePod(live, cluster));
    } finally {
      live.looks++;
      if (isOver || cluster === undefined || live.looks >= LOOKS) this.#live.delete(nodeShellKey(live.shell));
      else if (live.terminals === 0 && !this.#isClosed)
        live.cancel = boundary.clock.schedule(LOOK_MS, () => this.#end(live));
    }
    if (isOver) await unlessUnavailable(store.dropNodeShell(live.shell));
  }

  /** Whether there is nothing left to delete. */
  async #deletePod(live: LiveShell, cluster: Cluster): Promise<boolean> {
    const { identity, cluster: name, namespace, pod } = live.shell;
    const { code, object } = await tryRead(cluster, { resource: PODS, namespace, name: pod });
    // Who may not read it cannot see to it: then its deadline ends it.
    if (code === 404 || code === 403) return true;
    if (object === null) return false;
    const { uid = '', labels, deletionTimestamp } = object.metadata;
    if (labels?.[NODE_SHELL_LABEL] === undefined || (live.uid !== null && live.uid !== uid)) return true;
    const isUsed = live.terminals > 0 && !this.#isClosed;
    if (isUsed || live.isAsked || deletionTimestamp !== undefined) return false;
    live.isAsked = true;
    const target = { cluster: name, resource: PODS, namespace, name: pod, uid };
    try {
      await this.#context.runner.start(
        { key: identity },
        { id: randomUUID(), suffix: 'shell', kind: 'object.delete', targets: [target] },
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // It was not begun: the next look does.
      live.isAsked = false;
    }
    return false;
  }
}
