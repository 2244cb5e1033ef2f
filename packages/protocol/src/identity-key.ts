/** Tells people apart who work at the same time, in memory, in what is kept and in what is told. */
export type IdentityKey = string & { readonly brand: 'IdentityKey' };
