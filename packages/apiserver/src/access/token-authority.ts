import type { JsonObject } from '@lanthorn/base/json.ts';
import type { UserInfo } from '../wire/user-info.ts';

/** Who the tokens of service accounts are from, and for, where nothing else is said. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Whose a token is, and what for. */
export interface TokenOwner {
  readonly user: UserInfo;
  /** Of those that were asked for. */
  readonly audiences: readonly string[];
}

/** Makes tokens and knows whose they are: it has the keys, so it lives where HTTP is served. */
export interface TokenAuthority {
  /** A signed token that says this. */
  readonly sign: (claims: JsonObject) => string;
  /** Whose the token is, for one of these audiences; a text says why it is nobody's, '' where it is no token of this kind at all. */
  readonly review: (token: string, audiences: readonly string[]) => TokenOwner | string;
  /** The public half of its keys, as a set of JSON Web Keys. */
  readonly keys: () => JsonObject;
}
