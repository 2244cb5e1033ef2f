import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { PresetsOf, PresetsStore } from '../stores/presets-store.ts';

/** Presets until the process ends. */
export class MemoryPresets implements PresetsStore {
  readonly #presets = new Map<string, Map<string, RunParameters>>();

  async presets(of: PresetsOf): Promise<Record<string, RunParameters>> {
    return Object.fromEntries(this.#presets.get(key(of)) ?? []);
  }

  async savePreset(of: PresetsOf, name: string, run: RunParameters | null): Promise<void> {
    const presets = this.#presets.get(key(of)) ?? new Map<string, RunParameters>();
    this.#presets.set(key(of), presets);
    if (run === null) presets.delete(name);
    else presets.set(name, run);
  }
}

function key({ cluster, namespace, cronJob }: PresetsOf): string {
  return JSON.stringify([cluster, namespace, cronJob]);
}
