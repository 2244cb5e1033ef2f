import { type KeptNodeShell, nodeShellKey, type NodeShellsStore } from '../stores/node-shells-store.ts';

/** Pods that are to be deleted, until the process ends: then their own deadline ends them. */
export class MemoryNodeShells implements NodeShellsStore {
  readonly #shells = new Map<string, KeptNodeShell>();

  async nodeShells(): Promise<readonly KeptNodeShell[]> {
    return [...this.#shells.values()];
  }

  async saveNodeShell(shell: KeptNodeShell): Promise<void> {
    this.#shells.set(nodeShellKey(shell), shell);
  }

  async dropNodeShell(shell: KeptNodeShell): Promise<void> {
    this.#shells.delete(nodeShellKey(shell));
  }
}
