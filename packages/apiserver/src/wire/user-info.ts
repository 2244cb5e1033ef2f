/** Who sends a request, as authentication found out. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
}

export const MASTERS_GROUP = 'system:masters';
export const AUTHENTICATED_GROUP = 'system:authenticated';
