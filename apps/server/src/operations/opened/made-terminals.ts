import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { unlessUnavailable } from '../../history/stores/history-status.ts';
import type { OperationsStore } from '../../history/stores/operations-store.ts';
import type { TerminalRights } from '../../streams/terminal/terminal-keeper.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Identity } from '../../upstream/identity.ts';

/** More than a person opens in a day; of an older one it is read what was done. */
const MAX_MADE = 500;
/** As many of what was done to a pod are looked through: nobody puts more containers into one. */
const MAX_READ = 100;

type Place = Parameters<TerminalRights['madeFor']>[0];
type Kept = Pick<OperationsStore, 'ofObject' | 'operation' | 'outcome'>;

/**
 * What was made for a terminal, a pod on a node or a container in a pod: who might make it may open it. A container outlasts the process that made
 * it, and is found again by what was done to its pod; pods on nodes do not.
 */
export class MadeTerminals implements TerminalRights {
  readonly #made = new Map<string, ActionKind>();
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** What an action made, as it was answered. */
  made(identity: Identity, { kind, target, params }: Action, pod: KubeObject | null): void {
    const record = actionRecord(kind);
    const uid = pod?.metadata.uid ?? '';
    if (record.terminalIn === undefined || uid === '') return;
    const place = { cluster: target.cluster, identity: identity.key, uid, container: record.terminalIn(params) };
    this.#add(keyOf(place), record.kind);
  }

  async madeFor(place: Place): Promise<ActionKind | null> {
    const known = this.#made.get(keyOf({ ...place, container: null })) ?? this.#made.get(keyOf(place));
    return known ?? (await unlessUnavailable(this.#readMade(place)));
  }

  /** By what was done to that very pod. */
  async #readMade({ cluster, identity, namespace, pod, uid, container }: Place): Promise<ActionKind | null> {
    if (uid === '') return null;
    const object = {
      cluster: clusterKey(cluster, { key: identity }),
      group: '',
      resource: 'pods',
      namespace,
      name: pod,
    };
    const entries = await this.#kept.ofObject(object, { entries: MAX_READ });
    for (const { operation, entry } of entries) {
      const { kind, terminalSent } = actionRecord(operation.kind);
      if (terminalSent === undefined || entry.target.uid !== uid) continue;
      const targets = (await this.#kept.operation(operation.id))?.targets ?? [];
      const index = targets.findIndex(({ target }) => target.uid === uid);
      const outcome = await this.#kept.outcome(operation.id, index);
      if (outcome === null || outcome.before === null) continue;
      if (terminalSent(parseJson(outcome.request.body ?? ''), outcome.before) === container) return kind;
    }
    return null;
  }

  #add(key: string, kind: ActionKind): void {
    this.#made.delete(key);
    this.#made.set(key, kind);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= MAX_MADE) return;
      this.#made.delete(oldest);
    }
  }
}

function keyOf({
  cluster,
  identity,
  uid,
  container,
}: Pick<Place, 'cluster' | 'identity' | 'uid'> & { container: string | null }) {
  return JSON.stringify([identity, cluster, uid, container]);
}
