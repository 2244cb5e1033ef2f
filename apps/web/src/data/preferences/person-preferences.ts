import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { PreferencesState } from '@lanthorn/protocol/down-messages.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import type { Preferences, PreferencesChange } from '@lanthorn/protocol/preferences.ts';
import { ApiProblem } from '../connection/api.ts';

/** Why what was chosen is not what is kept; the problem in the words of the system, '' where there is none. */
export type PreferenceTrouble =
  | { readonly kind: 'unkept'; readonly problem: string }
  | { readonly kind: 'unsent'; readonly problem: string }
  | { readonly kind: 'refused'; readonly problem: string };

export interface PreferenceState {
  /** As this tab shows it. */
  readonly chosen: Preferences;
  /** To be said; null where nothing is. */
  readonly trouble: PreferenceTrouble | null;
}

/** Answers of a server that read the change and did not take it; all others may take it later. */
const REFUSALS: ReadonlySet<number> = new Set([400, 404, 409, 413]);

/**
 * What the person prefers, as this tab shows it: what the server said last, and over it what was chosen here and is on the way. What could
 * not be sent holds in this tab, and is sent when the server is heard again.
 */
export class PersonPreferences {
  readonly store: UseBoundStore<StoreApi<PreferenceState>>;
  readonly #send: (change: PreferencesChange) => Promise<PreferencesState>;
  #told: Preferences;
  #revision = 0;
  #sent: PreferencesChange | null = null;
  #waiting: PreferencesChange | null = null;
  #isChosen = false;
  /** That it does not last is said once in a tab. */
  readonly #said = new Set<PreferenceTrouble['kind']>();

  constructor(first: Preferences, send: (change: PreferencesChange) => Promise<PreferencesState>) {
    this.#told = first;
    this.#send = send;
    this.store = create<PreferenceState>(() => ({ chosen: first, trouble: null }));
  }

  /** What a person chose: it holds at once. */
  change(change: PreferencesChange): void {
    this.#isChosen = true;
    this.remember(change);
  }

  /** What they were seen to do: nobody is told where that is not kept. */
  remember(change: PreferencesChange): void {
    this.#waiting = composed(this.#waiting ?? {}, change);
    this.#show();
    void this.#flush();
  }

  /** The server's word over the socket: the newest there is. */
  hear(state: PreferencesState): void {
    this.#told = state.chosen;
    this.#revision = state.revision;
    this.#show();
    void this.#flush();
  }

  dismissTrouble(): void {
    this.store.setState({ trouble: null });
  }

  async #flush(): Promise<void> {
    while (this.#sent === null && this.#waiting !== null) {
      this.#sent = this.#waiting;
      this.#waiting = null;
      const isTaken = await this.#trySending(this.#sent);
      this.#show();
      if (!isTaken) return;
    }
  }

  /** Whether the server answered; what it did not take in is waiting again. */
  async #trySending(change: PreferencesChange): Promise<boolean> {
    try {
      this.#onAnswer(await this.#send(change));
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isRefused = error instanceof ApiProblem && REFUSALS.has(error.status);
      if (!isRefused) this.#waiting = composed(change, this.#waiting ?? {});
      this.#say({ kind: isRefused ? 'refused' : 'unsent', problem });
      return isRefused;
    } finally {
      this.#sent = null;
    }
  }

  #onAnswer(state: PreferencesState): void {
    // News of a later change may have been quicker.
    if (state.revision > this.#revision) {
      this.#told = state.chosen;
      this.#revision = state.revision;
    }
    if (!state.isKept) this.#say({ kind: 'unkept', problem: state.problem });
  }

  #say(trouble: PreferenceTrouble): void {
    if (!this.#isChosen || (trouble.kind !== 'refused' && this.#said.has(trouble.kind))) return;
    this.#said.add(trouble.kind);
    this.store.setState({ trouble });
  }

  #show(): void {
    const mine = composed(this.#sent ?? {}, this.#waiting ?? {});
    this.store.setState({ chosen: { ...NO_PREFERENCES, ...(applyMergePatch(this.#told, mine) as Preferences) } });
  }
}

/** One merge patch that does what two do, the later over the earlier. */
function composed(first: PreferencesChange, second: PreferencesChange): PreferencesChange {
  return merged(first, second);
}

function merged(first: JsonObject, second: JsonObject): JsonObject {
  const both = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = both[key];
    both[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return both;
}
