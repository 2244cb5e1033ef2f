import type { ForwardRequest } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { unlessUnavailable } from '../history/stores/history-status.ts';
import type { SettingsStore } from '../history/stores/settings-store.ts';

/** Ports that were opened, by whom; another Lanthorn of the same data folder may have others. */
export class PortStore {
  readonly #settings: Pick<SettingsStore, 'ports' | 'savePorts'>;
  /** One change at a time: each is made of what the one before left. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Pick<SettingsStore, 'ports' | 'savePorts'>) {
    this.#settings = settings;
  }

  /** As they were kept, whatever version of Lanthorn did; null where nothing can be read. */
  async read(person: IdentityKey): Promise<readonly unknown[] | null> {
    await this.#last;
    return unlessUnavailable(this.#settings.ports(person));
  }

  keep(person: IdentityKey, request: ForwardRequest): Promise<void> {
    return this.#change(person, before =>
      before.some(each => idOf(each) === request.id)
        ? before.map(each => (idOf(each) === request.id ? request : each))
        : [...before, request],
    );
  }

  forget(person: IdentityKey, id: string): Promise<void> {
    return this.#change(person, before => before.filter(each => idOf(each) !== id));
  }

  /** What cannot be kept now is not in the list after a restart, nothing else. */
  #change(person: IdentityKey, change: (before: readonly unknown[]) => readonly unknown[]): Promise<void> {
    const made = this.#last.then(async () => {
      const before = await unlessUnavailable(this.#settings.ports(person));
      if (before !== null) await unlessUnavailable(this.#settings.savePorts(person, change(before)));
    });
    this.#last = made.catch(() => {});
    return made;
  }
}

function idOf(kept: unknown): unknown {
  return (kept as { readonly id?: unknown } | null)?.id;
}
