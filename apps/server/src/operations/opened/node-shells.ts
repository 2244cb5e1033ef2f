import { randomUUID } from 'node:crypto';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import { NODE_SHELL_LABEL } from '@lanthorn/actions/node/node-shell.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { History } from '../../history/stores/history.ts';
import { HistoryUnavailable } from '../../history/stores/history-status.ts';
import type { KeptNodeShell, NodeShellsStore } from '../../history/stores/node-shells-store.ts';
import type { TerminalJournal, TerminalRecord } from '../../streams/terminal/terminal-keeper.ts';
import { tryRead } from '../../upstream/api-calls.ts';
import type { ClusterRegistry } from '../../upstream/cluster.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Identity } from '../../upstream/identity.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
/** Nobody opened its terminal so long after it was made: its page was closed. Longer than a terminal waits for a pod to begin. */
const UNOPENED_MS = 300_000;
/** A pod that could not be deleted, or is not gone yet, is looked at again so soon, and so often; then its own deadline ends it. */
const LOOK_MS = 30_000;
const LOOKS = 20;

export interface NodeShellsContext {
  readonly clusters: ClusterRegistry;
  readonly store: NodeShellsStore;
  readonly processes: History['processes'];
  readonly runner: { start(identity: Identity, request: OperationRequest): Promise<unknown> };
  readonly boundary: Boundary;
}

interface LiveShell {
  readonly shell: KeptNodeShell;
  terminals: number;
  /** Looked at in vain. */
  looks: number;
  cancel: () => void;
}

/**
 * Deletes the pods of shells on nodes once their terminals have ended: those of this process, and those that another left behind. Only what it had
 * made itself and bears its label is deleted, by the person whose it is, and that very pod.
 */
export class NodeShells implements TerminalJournal {
  readonly #context: NodeShellsContext;
  readonly #live = new Map<string, LiveShell>();

  constructor(context: NodeShellsContext) {
    this.#context = context;
    context.boundary.follow(this.#sweep());
  }

  /** Before anything is sent: from then on it is known that there may be such a pod. */
  async begins({ key: identity }: Identity, actions: readonly Action[]): Promise<void> {
    const { store, processes, boundary } = this.#context;
    for (const { target, params } of actions) {
      if (params.nodeShell === undefined) continue;
      const { namespace, name: pod } = params.nodeShell;
      const shell = { identity, cluster: target.cluster, namespace, pod, by: processes.id };
      const live: LiveShell = { shell, terminals: 0, looks: 0, cancel: () => {} };
      this.#live.set(keyOf(shell), live);
      live.cancel = boundary.clock.schedule(UNOPENED_MS, () => this.#end(live));
      // Without a history its deadline alone ends it after a crash.
      await unlessUnavailable(store.saveNodeShell(shell));
    }
  }

  began({ cluster, identity, query: { namespace, pod } }: TerminalRecord): { ended(): void } {
    const live = this.#live.get(keyOf({ identity, cluster: cluster.info.name, namespace, pod }));
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

  close(): void {
    this.#context.boundary.close();
    for (const { cancel } of this.#live.values()) cancel();
  }

  /** What processes left behind that are not there any more: nobody has a terminal there. */
  async #sweep(): Promise<void> {
    const { store, processes } = this.#context;
    const kept = (await unlessUnavailable(store.nodeShells())) ?? [];
    for (const shell of kept.filter(({ by }) => !processes.isAlive(by))) {
      const live: LiveShell = { shell, terminals: 0, looks: 0, cancel: () => {} };
      this.#live.set(keyOf(shell), live);
      this.#end(live);
    }
  }

  #end(live: LiveShell): void {
    live.cancel();
    this.#context.boundary.follow(this.#delete(live));
  }

  /** Until it is gone. */
  async #delete(live: LiveShell): Promise<void> {
    const { clusters, store, runner, boundary } = this.#context;
    const { identity, cluster: name, namespace, pod } = live.shell;
    const cluster = clusters.get(clusterKey(name, { key: identity }));
    // It may be there again after the next start.
    if (cluster === undefined || live.terminals > 0) return;
    const { code, object } = await tryRead(cluster, { resource: PODS, namespace, name: pod });
    // Who may not read it cannot see to it: then its deadline ends it.
    if (code === 404 || code === 403 || (object !== null && object.metadata.labels?.[NODE_SHELL_LABEL] === undefined)) {
      this.#live.delete(keyOf(live.shell));
      await unlessUnavailable(store.dropNodeShell(live.shell));
      return;
    }
    if (object !== null && object.metadata.deletionTimestamp === undefined) {
      const target = { cluster: name, resource: PODS, namespace, name: pod, uid: object.metadata.uid ?? '' };
      await runner.start(
        { key: identity },
        { id: randomUUID(), suffix: 'shell', kind: 'object.delete', targets: [target] },
      );
    }
    live.looks++;
    if (live.looks < LOOKS) live.cancel = boundary.clock.schedule(LOOK_MS, () => this.#end(live));
  }
}

function keyOf({ identity, cluster, namespace, pod }: Omit<KeptNodeShell, 'by'>): string {
  return JSON.stringify([identity, cluster, namespace, pod]);
}

async function unlessUnavailable<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HistoryUnavailable) return null;
    throw error;
  }
}
