import type { PortsState } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';

/** Says which ports of this machine lead to pods. */
export interface ToldPorts {
  state(identity: IdentityKey): Promise<PortsState>;
  subscribe(listener: () => void): () => void;
}
