/** Under what the history files what belongs to one person. */
export type PersonKey = string & { readonly brand: 'PersonKey' };

/** Who Lanthorn works for: this machine's one person. Who signed in stands here when there is more than one. */
export const OWNER = 'owner' as PersonKey;
