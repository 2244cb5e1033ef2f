import type { JsonObject } from '@lanthorn/base/json.ts';

/** Who sends a request, as authentication found out. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  /** What is known beside these, by keys with a domain. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  /** What the token says that speaks for them, where it is one of a service account. */
  readonly claims?: JsonObject;
}

export const MASTERS_GROUP = 'system:masters';
export const AUTHENTICATED_GROUP = 'system:authenticated';
