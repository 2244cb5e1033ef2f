import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { deletionDue } from '../cells/deletion.ts';

/** What keeps a namespace that is being deleted, as the controller that empties it reports it (k8s.io/kubernetes/pkg/controller/namespace/deletion). */
export interface NamespaceRemains {
  /** Nobody has looked into it yet. */
  readonly isReported: boolean;
  /** What is still in it, by kind. */
  readonly left: readonly { readonly group: string; readonly resource: string; readonly count: number }[];
  /** Finalizers of what is in it, and how many objects each holds. */
  readonly finalizers: readonly { readonly name: string; readonly count: number }[];
  /** Groups that do not answer: whether anything of them is left cannot be known. */
  readonly silent: readonly { readonly group: string; readonly version: string }[];
  /** What could not be deleted, in the controller's words. */
  readonly failures: readonly string[];
  /** Finalizers of the namespace itself; that of Kubernetes goes by itself when it is empty. */
  readonly own: readonly string[];
}

const KUBERNETES = 'kubernetes';

/** Null while nobody deletes it. */
export function namespaceRemains(namespace: unknown): NamespaceRemains | null {
  if (deletionDue(namespace) === null) return null;
  const said = (type: string) => {
    const condition = findCondition(namespace, type);
    return condition?.['status'] === 'True' ? asString(condition['message']) : '';
  };
  const all = (type: string, pattern: RegExp) => [...said(type).matchAll(pattern)];
  const failures = ['NamespaceDeletionContentFailure', 'NamespaceDeletionGroupVersionParsingFailure'].map(said);
  const own = [
    ...asArray(getPath(namespace, 'metadata', 'finalizers')),
    ...asArray(getPath(namespace, 'spec', 'finalizers')),
  ].map(asString);
  const silent = all('NamespaceDeletionDiscoveryFailure', /([a-z0-9][a-z0-9.-]*)\/(v\d[a-z0-9]*): /g).map(
    ([, group = '', version = '']) => ({ group, version }),
  );
  return {
    isReported: findCondition(namespace, 'NamespaceContentRemaining') !== null,
    // The core group has no name: `pods. has 1 resource instances`.
    left: all('NamespaceContentRemaining', /([a-z0-9-]+)\.([a-z0-9.-]*) has (\d+) resource instances/g).map(
      ([, resource = '', group = '', count = '']) => ({ group, resource, count: Number(count) }),
    ),
    finalizers: all('NamespaceFinalizersRemaining', /(\S+) in (\d+) resource instances/g).map(
      ([, name = '', count = '']) => ({ name, count: Number(count) }),
    ),
    silent: [...new Map(silent.map(entry => [`${entry.group}/${entry.version}`, entry])).values()],
    failures: failures.filter(text => text !== ''),
    own: own.filter(name => name !== KUBERNETES && name !== ''),
  };
}
