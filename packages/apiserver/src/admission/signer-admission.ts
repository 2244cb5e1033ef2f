import { asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Authorizer } from '../access/authorizer.ts';
import { forbiddenObject } from '../wire/api-error.ts';
import type { UserInfo } from '../wire/user-info.ts';
import type { AdmissionAttributes } from './admission-write.ts';

/** Who asks for a certificate is who sent the request, whatever it says (registry/certificates of Kubernetes). */
export function withRequestor(request: KubeObject, user: UserInfo | null): KubeObject {
  if (user === null) return request;
  const {
    username: _name,
    uid: _uid,
    groups: _groups,
    extra: _extra,
    ...spec
  } = request['spec'] as Record<string, unknown>;
  const { username, groups } = user;
  return { ...request, spec: { ...spec, ...(groups.length === 0 ? {} : { groups }), username } };
}

/** Throws where somebody decides for a signer that is not theirs (plugin/pkg/admission/certificates/approval). */
export function checkApproval({ info, name, oldObject, user }: AdmissionAttributes, authorizer: Authorizer): void {
  const signer = asString(getPath(oldObject, 'spec', 'signerName'));
  const may = (signerName: string) =>
    authorizer.allows(user, {
      ...{ verb: 'approve', group: info.group, resource: 'signers', subresource: '', namespace: '' },
      name: signerName,
    });
  // One name stands for all signers of a domain.
  if (may(signer) || may(`${signer.split('/')[0] ?? ''}/*`)) return;
  throw forbiddenObject({ ...info, name }, `user not permitted to approve requests with signerName "${signer}"`);
}
