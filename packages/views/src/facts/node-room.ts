import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { amountsOf } from '@lanthorn/kube/objects/pod-requests.ts';

/** What a node lends, and what its pods asked for of it. */
export interface NodeRoom {
  readonly resource: 'cpu' | 'memory' | 'pods';
  readonly allocatable: number | null;
  readonly requested: number;
}

interface AskingPod {
  readonly cpu: number | null;
  readonly memory: number | null;
}

/** Of the resources that most pods ask for. Pods that have ended ask for nothing. */
export function nodeRoom(node: unknown, pods: readonly AskingPod[]): readonly NodeRoom[] {
  const amounts = amountsOf(getPath(node, 'status', 'allocatable'));
  const sum = (read: (pod: AskingPod) => number | null) => pods.reduce((all, pod) => all + (read(pod) ?? 0), 0);
  const room = (resource: NodeRoom['resource'], requested: number) => ({
    resource,
    allocatable: amounts.get(resource) ?? null,
    requested,
  });
  return [
    room(
      'cpu',
      sum(({ cpu }) => cpu),
    ),
    room(
      'memory',
      sum(({ memory }) => memory),
    ),
    room('pods', pods.filter(({ cpu }) => cpu !== null).length),
  ];
}

/** How old a kubelet is beside its API server: it may be up to three minor versions older, and none newer. */
export type VersionSkew = 'same' | 'behind' | 'tooOld' | 'newer';
const MOST_BEHIND = 3;

/** Null where one of the two cannot be read. */
export function versionSkew(
  kubelet: string,
  server: string,
): { readonly skew: VersionSkew; readonly minors: number } | null {
  const [own, its] = [minorOf(kubelet), minorOf(server)];
  if (own === null || its === null) return null;
  const minors = its - own;
  if (minors < 0) return { skew: 'newer', minors: -minors };
  return { skew: minors === 0 ? 'same' : minors > MOST_BEHIND ? 'tooOld' : 'behind', minors };
}

/** All of them have the same major version: another one is no version that is known here. */
function minorOf(version: string): number | null {
  const [, minor] = /^v1\.(\d{1,4})(?:\D|$)/.exec(version) ?? [];
  return minor === undefined ? null : Number(minor);
}

export interface NodeImage {
  readonly name: string;
  readonly bytes: number;
}

/** The images that a node keeps, the largest first, each by the name that people know. */
export function nodeImages(node: unknown): readonly NodeImage[] {
  return asArray(getPath(node, 'status', 'images'))
    .map(image => {
      const names = asArray(getPath(image, 'names')).map(asString);
      return {
        name: names.find(name => !name.includes('@')) ?? names[0] ?? '',
        bytes: asNumber(getPath(image, 'sizeBytes')) ?? 0,
      };
    })
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
