import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { TerminalRights } from '../../streams/terminal/terminal-keeper.ts';
import type { Identity } from '../../upstream/identity.ts';

/** More than a person opens in a day; of an older one the terminal is opened as any other. */
const MAX_MADE = 500;

type Place = Parameters<TerminalRights['madeFor']>[0];

/** What was made for a terminal, a pod on a node or a container in a pod: who might make it may open it. */
export class MadeTerminals implements TerminalRights {
  readonly #made = new Map<string, ActionKind>();

  /** What an action made, as it was answered. */
  made(identity: Identity, { kind, target, params }: Action, pod: KubeObject | null): void {
    const record = actionRecord(kind);
    const uid = pod?.metadata.uid ?? '';
    if (record.terminalIn === undefined || uid === '') return;
    const place = { cluster: target.cluster, identity: identity.key, uid, container: record.terminalIn(params) };
    this.#add(keyOf(place), record.kind);
  }

  madeFor(place: Place): ActionKind | null {
    return this.#made.get(keyOf({ ...place, container: null })) ?? this.#made.get(keyOf(place)) ?? null;
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

function keyOf({ cluster, identity, uid, container }: Omit<Place, 'container'> & { container: string | null }) {
  return JSON.stringify([identity, cluster, uid, container]);
}
