import { writeJson } from '@lanthorn/base/json-text.ts';
import { asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import { MAX_PREFERENCES_BYTES } from '@lanthorn/protocol/constants.ts';
import type { PreferencesState } from '@lanthorn/protocol/down-messages.ts';
import type { PreferencesChange } from '@lanthorn/protocol/preferences.ts';
import { readPreferences } from '@lanthorn/protocol/read-preferences.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { Boundary } from '../faults/boundary.ts';
import type { HistoryStatus } from '../history/stores/history-status.ts';
import { HistoryUnavailable } from '../history/stores/history-status.ts';
import type { SettingsStore } from '../history/stores/settings-store.ts';

export interface PreferenceKeeperContext {
  readonly person: IdentityKey;
  readonly settings: Pick<SettingsStore, 'preferences' | 'savePreferences'>;
  readonly status: Pick<HistoryStatus, 'state' | 'subscribe'>;
  readonly boundary: Boundary;
  /** Tells every tab. */
  readonly publish: (state: PreferencesState) => void;
}

/** A change that would make what is kept longer than it may be. */
export class TooManyPreferences extends Error {
  override name = 'TooManyPreferences';
}

/** What one person prefers. Where it cannot be kept it holds until this process ends, and is kept as soon as it can be. */
export class PreferenceKeeper {
  readonly #context: PreferenceKeeperContext;
  readonly #stopListening: () => void;
  /** What could not be written; null where everything is. */
  #unkept: JsonObject | null = null;
  /** As it was when it could last be read. */
  #known: JsonObject = {};
  #revision = 0;
  /** One change at a time: each is made of what the one before left. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: PreferenceKeeperContext) {
    this.#context = context;
    const { boundary } = context;
    this.#stopListening = context.status.subscribe(
      boundary.guard(({ problem }) => {
        if (problem === null && this.#unkept !== null) boundary.follow(this.change({}));
      }),
    );
  }

  /** Another Lanthorn of the same data folder may have changed it. */
  async read(): Promise<PreferencesState> {
    return this.#stateOf(await this.#current());
  }

  /** Rejects with `TooManyPreferences`, and changes nothing then. */
  async change(change: PreferencesChange): Promise<PreferencesState> {
    const made = this.#last.then(() => this.#make(change));
    this.#last = made.catch(() => {});
    return made;
  }

  close(): void {
    this.#stopListening();
    this.#context.boundary.close();
  }

  async #make(change: PreferencesChange): Promise<PreferencesState> {
    const { person, settings, publish } = this.#context;
    // Fields that only a newer version knows stay as they are.
    const next = asObject(applyMergePatch(await this.#current(), change));
    if (Buffer.byteLength(writeJson(next)) > MAX_PREFERENCES_BYTES) throw new TooManyPreferences();
    this.#known = next;
    this.#unkept = await unkeptOf(settings.savePreferences(person, next), next);
    this.#revision++;
    const state = this.#stateOf(next);
    publish(state);
    return state;
  }

  async #current(): Promise<JsonObject> {
    if (this.#unkept !== null) return this.#unkept;
    const { person, settings } = this.#context;
    try {
      this.#known = await settings.preferences(person);
    } catch (error) {
      // Its status says why.
      if (!(error instanceof HistoryUnavailable)) throw error;
    }
    return this.#known;
  }

  #stateOf(kept: JsonObject): PreferencesState {
    const { isLasting, problem } = this.#context.status.state;
    const isKept = isLasting && this.#unkept === null;
    return { chosen: readPreferences(kept), revision: this.#revision, isKept, problem: isKept ? '' : (problem ?? '') };
  }
}

/** What still waits to be written after trying to. */
async function unkeptOf(saving: Promise<void>, what: JsonObject): Promise<JsonObject | null> {
  try {
    await saving;
    return null;
  } catch (error) {
    if (error instanceof HistoryUnavailable) return what;
    throw error;
  }
}
