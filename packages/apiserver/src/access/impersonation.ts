import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { type Authorizer, forbidden } from './authorizer.ts';
import { AUTHENTICATED_GROUP, type UserInfo } from '../wire/user-info.ts';

/** Whom a request acts as: the person themselves, or another whose part they may take (`Impersonate-User`, `Impersonate-Group`). */
export function impersonated({ headers }: ApiRequest, user: UserInfo, authorizer: Authorizer): UserInfo {
  const username = headers?.['impersonate-user'];
  if (username === undefined || username === '') return user;
  const groups = (headers?.['impersonate-group'] ?? '').split(',').flatMap(group => group.trim() || []);
  const parts = [{ resource: 'users', name: username }, ...groups.map(name => ({ resource: 'groups', name }))];
  for (const part of parts) {
    const attributes = { verb: 'impersonate', group: '', subresource: '', namespace: '', ...part };
    if (!authorizer.allows(user, attributes)) throw forbidden(user, attributes);
  }
  return { username, groups: [...groups, AUTHENTICATED_GROUP] };
}
