import type { KeptNodeShell, NodeShellsStore } from '../stores/node-shells-store.ts';

/** Pods that are to be deleted, until the process ends: then their own deadline ends them. */
export class MemoryNodeShells implements NodeShellsStore {
  readonly #shells = new Map<string, KeptNodeShell>();

  async nodeShells(): Promise<readonly KeptNodeShell[]> {
    return [...this.#shells.values()];
  }

  async saveNodeShell(shell: KeptNodeShell): Promise<void> {
    this.#shells.set(keyOf(shell), shell);
  }

  async dropNodeShell(shell: KeptNodeShell): Promise<void> {
    this.#shells.delete(keyOf(shell));
  }
}

function keyOf({ identity, cluster, namespace, pod }: KeptNodeShell): string {
  return JSON.stringify([identity, cluster, namespace, pod]);
}
