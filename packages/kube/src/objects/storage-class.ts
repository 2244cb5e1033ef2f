import type { KubeObject } from './kube-object.ts';

/** Says of a class that claims without one get it. */
const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** The class of claims that name none: of several the newest, then the first by name (GetDefaultClass of Kubernetes). */
export function defaultStorageClass(classes: Iterable<KubeObject>): KubeObject | undefined {
  const order = ({ metadata: a }: KubeObject, { metadata: b }: KubeObject) =>
    compare(b.creationTimestamp, a.creationTimestamp) || compare(a.name, b.name);
  return [...classes]
    .filter(({ metadata }) => IS_DEFAULT.some(key => metadata.annotations?.[key] === 'true'))
    .toSorted(order)[0];
}

function compare(one: string | null | undefined, other: string | null | undefined): number {
  const [a, b] = [one ?? '', other ?? ''];
  return a < b ? -1 : a > b ? 1 : 0;
}
