import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { type FoundPod, isReady, isRunning } from './reached-pod.ts';

/** An object that is watched for some readers. */
interface SharedObject {
  readonly object: KubeObject | null | undefined;
  readonly state: QueryState;
  subscribe(listener: () => void): () => void;
}

/** Watches an object for one of its readers. */
export type WatchObject = (
  cluster: Cluster,
  target: { readonly resource: GroupVersionResource; readonly namespace: string; readonly name: string },
) => { readonly value: SharedObject; end(): void };

export interface PodListener {
  /** It is another, or on its way out, or gone. */
  readonly onGone: () => void;
  readonly onReady: (isReady: boolean) => void;
}

/** Follows a pod that a port leads to. Where it may not be watched nothing is told: the next connection finds out. */
export class PodWatch {
  readonly #end: () => void;
  #isOver = false;

  constructor(
    lease: ReturnType<WatchObject>,
    { uid, isReady: wasReady }: Pick<FoundPod, 'uid' | 'isReady'>,
    { onGone, onReady }: PodListener,
  ) {
    const { value } = lease;
    let isNowReady = wasReady;
    const look = () => {
      const { object, state } = value;
      if (this.#isOver || object === undefined || (object === null && state.kind !== 'live')) return;
      const isGone = object === null || (uid !== '' && object.metadata.uid !== uid) || !isRunning(object);
      if (isGone) {
        this.close();
        onGone();
      } else if (isReady(object) !== isNowReady) {
        isNowReady = !isNowReady;
        onReady(isNowReady);
      }
    };
    const stop = value.subscribe(look);
    this.#end = () => {
      stop();
      lease.end();
    };
    look();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end();
  }
}
