import { forbiddenObject } from '../wire/api-error.ts';
import type { AdmissionAttributes } from './admission-write.ts';

/** Namespaces without which a cluster is none (k8s.io/apiserver, admission/plugin/namespace/lifecycle). */
const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/** Throws where a namespace is to be deleted that a cluster keeps, in a dry run as well. */
export function checkNamespaceLifecycle({ info, name, operation }: AdmissionAttributes): void {
  if (operation !== 'DELETE' || info.group !== '' || info.resource !== 'namespaces') return;
  if (IMMORTAL.includes(name)) throw forbiddenObject({ ...info, name }, 'this namespace may not be deleted');
}
