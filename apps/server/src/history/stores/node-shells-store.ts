import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';

/** A pod on a node that goes with its terminal, and whose it is. */
export interface KeptNodeShell {
  readonly identity: IdentityKey;
  /** By its name. */
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** The process that had it made: while that lives it deletes it itself. */
  readonly by: string;
}

/** Pods that are to be deleted, kept before they are made: also after a crash somebody knows of them. Every call rejects when it cannot be carried out. */
export interface NodeShellsStore {
  nodeShells(): Promise<readonly KeptNodeShell[]>;
  saveNodeShell(shell: KeptNodeShell): Promise<void>;
  dropNodeShell(shell: KeptNodeShell): Promise<void>;
}

/** The same for the same pod of the same person, whichever process had it made. */
export function nodeShellKey({ identity, cluster, namespace, pod }: Omit<KeptNodeShell, 'by'>): string {
  return JSON.stringify([identity, cluster, namespace, pod]);
}
