import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';

/** Who asks. Each sees of a cluster what that person's own rights show. */
export interface Identity {
  readonly key: IdentityKey;
}

/** Whom Lanthorn works for: this machine's one person. Who signed in stands here when there is more than one. */
export const OWNER: Identity = { key: 'owner' as IdentityKey };
